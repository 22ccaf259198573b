package io.coterie.peer.fetch;

import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import io.coterie.rpc.flow.ByteBudget;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * What all downloads of a process share: the workers that verify and write, a timer, the bound on
 * bytes asked for, and the limit on bytes received. Thread-safe.
 */
public final class FetchResources implements AutoCloseable {
  /** How many bytes may be asked for and not yet written, over all downloads. */
  private static final long IN_FLIGHT_BYTES = 128L << 20;

  private static final long IDLE_BUFFER_BYTES = 32L << 20;
  private static final int MAX_WORKERS = 4;

  private final ExecutorService workers;
  private final ScheduledExecutorService timer;
  private final LongSupplier nanoTime;
  private final DownLimit limit;
  private final ByteBudget budget = new ByteBudget(IN_FLIGHT_BYTES);
  private final PieceBuffers buffers = new PieceBuffers(IDLE_BUFFER_BYTES);
  private final LongAdder verifiedBytes = new LongAdder();

  /**
   * Takes over the executors, to be shut down by {@link #close}.
   *
   * @param workers verify and write; its tasks are as few as there are downloads and streams
   * @param timer starts short tasks later; must not be blocked
   * @param nanoTime as {@link System#nanoTime()}
   */
  public FetchResources(
      ExecutorService workers,
      ScheduledExecutorService timer,
      LongSupplier nanoTime,
      DownLimit limit) {
    this.workers = workers;
    this.timer = timer;
    this.nanoTime = nanoTime;
    this.limit = limit;
  }

  /** Starts the threads: as many workers as there are processors, four at most, and one timer. */
  public static FetchResources start(DownLimit limit) {
    int processors = Math.min(MAX_WORKERS, Runtime.getRuntime().availableProcessors());
    return new FetchResources(
        Executors.newFixedThreadPool(
            processors,
            new ThreadFactoryBuilder().setNameFormat("fetch-%d").setDaemon(true).build()),
        Executors.newSingleThreadScheduledExecutor(
            new ThreadFactoryBuilder().setNameFormat("fetch-timer").setDaemon(true).build()),
        System::nanoTime,
        limit);
  }

  /** A new executor on the workers that runs its tasks one after the other, in order. */
  public Executor serial() {
    return MoreExecutors.newSequentialExecutor(workers);
  }

  /** Runs a task on an executor after a delay. */
  public void schedule(Executor executor, Runnable task, long delayNanos) {
    ScheduledFuture<?> unused =
        timer.schedule(() -> executor.execute(task), delayNanos, TimeUnit.NANOSECONDS);
  }

  /** The time on a monotonic clock, in nanoseconds. */
  public long nanoTime() {
    return nanoTime.getAsLong();
  }

  /** The limit on bytes received. */
  public DownLimit limit() {
    return limit;
  }

  /** How many bytes have been received and verified in the life of the process. */
  public long verifiedBytes() {
    return verifiedBytes.sum();
  }

  ByteBudget budget() {
    return budget;
  }

  PieceBuffers buffers() {
    return buffers;
  }

  void countVerified(int bytes) {
    verifiedBytes.add(bytes);
  }

  /** Stops the threads, waiting at most a few seconds for tasks that run. */
  @Override
  public void close() {
    timer.shutdownNow();
    MoreExecutors.shutdownAndAwaitTermination(workers, Duration.ofSeconds(5));
  }
}
