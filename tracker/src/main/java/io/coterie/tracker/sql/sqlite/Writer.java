package io.coterie.tracker.sql.sqlite;

import io.coterie.tracker.sql.CallTime;
import io.coterie.tracker.sql.PendingWork;
import io.coterie.tracker.sql.StoreRefusals;
import io.coterie.tracker.store.Tx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The one thread that writes, and the bounded queue before it: whatever has queued up while a
 * commit ran goes into the next one. {@link #write} may be called from any thread.
 */
final class Writer implements AutoCloseable {

  private static final int QUEUE = 1024;
  private static final int BATCH = 256;
  private static final long IDLE_MILLIS = 100;
  private static final long CLOSE_MILLIS = 10_000;

  private final BlockingQueue<PendingWork<?>> queue = new ArrayBlockingQueue<>(QUEUE);
  private final GroupCommit commits;
  private final Duration patience;
  private final Thread thread;
  private volatile boolean closed;

  Writer(GroupCommit commits, Duration patience) {
    this.commits = commits;
    this.patience = patience;
    thread = new Thread(this::run, "store-writer");
    thread.setDaemon(true);
    thread.start();
  }

  <T> T write(Function<Tx, T> work) {
    PendingWork<T> write = new PendingWork<>(work, CallTime.start(patience));
    if (closed) {
      throw StoreRefusals.unavailable("it is closed");
    }
    if (!queue.offer(write)) {
      throw StoreRefusals.overloaded();
    }
    return write.await();
  }

  int queued() {
    return queue.size();
  }

  private void run() {
    List<PendingWork<?>> batch = new ArrayList<>(BATCH);
    while (!closed || !queue.isEmpty()) {
      try {
        PendingWork<?> first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch, BATCH - 1);
          commits.apply(batch);
          batch.clear();
          commits.giveWay();
        }
      } catch (InterruptedException nobodyElseHasThisThread) {
        closed = true;
      }
    }
    commits.close();
  }

  /** Finishes what is queued, then ends the thread. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    queue.forEach(write -> write.fail(StoreRefusals.unavailable("it is closed")));
  }
}
