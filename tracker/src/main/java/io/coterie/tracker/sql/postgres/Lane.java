package io.coterie.tracker.sql.postgres;

import io.coterie.tracker.sql.CallTime;
import io.coterie.tracker.sql.PendingWork;
import io.coterie.tracker.sql.StoreRefusals;
import io.coterie.tracker.store.Tx;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The threads that run transactions of one kind, with a bounded queue before them. A caller waits
 * for as long as its call lasts and no longer, whatever a connection does meanwhile.
 */
final class Lane implements AutoCloseable {

  private static final int QUEUE = 1024;
  private static final long CLOSE_MILLIS = 10_000;

  private final ThreadPoolExecutor threads;
  private final Duration patience;

  /** Starts the threads. */
  Lane(String name, int count, Duration patience) {
    this.patience = patience;
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            count,
            count,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            task -> {
              Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Runs a piece of work and returns its result, or throws what went wrong.
   *
   * @param transaction runs work that was claimed, and throws what goes wrong
   */
  <T> T run(Function<Tx, T> work, Consumer<PendingWork<?>> transaction) {
    PendingWork<T> pending = new PendingWork<>(work, CallTime.start(patience));
    try {
      threads.execute(() -> perform(pending, transaction));
    } catch (RejectedExecutionException full) {
      throw threads.isShutdown()
          ? StoreRefusals.unavailable("it is closed", full)
          : StoreRefusals.overloaded();
    }
    return pending.await();
  }

  int waiting() {
    return threads.getQueue().size();
  }

  private static void perform(PendingWork<?> pending, Consumer<PendingWork<?>> transaction) {
    if (!pending.isWanted() || !pending.claim()) {
      pending.fail(StoreRefusals.unavailable("the call's time is over"));
      return;
    }
    try {
      transaction.accept(pending);
      pending.publish();
    } catch (RuntimeException | Error failure) {
      pending.fail(failure);
    }
  }

  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
