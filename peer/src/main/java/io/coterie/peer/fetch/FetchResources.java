package io.coterie.peer.fetch;

import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import io.coterie.peer.limit.RateLimit;
import io.coterie.peer.limit.TransferLimits;
import io.coterie.peer.wire.FrameMarshaller;
import io.coterie.rpc.flow.ByteBudget;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all downloads of a process share: the workers that verify and write, a timer, the bound on
 * bytes asked for, and the limit on bytes received. Thread-safe.
 */
public final class FetchResources implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FetchResources.class);

  /** How many bytes may be asked for and not yet written, over all downloads. */
  private static final long IN_FLIGHT_BYTES = 96L << 20;

  /** How many bytes streams may let lie unseen, beyond the one frame that each may. */
  private static final long AHEAD_BYTES = 24L << 20;

  private static final int MAX_WORKERS = 4;
  private static final int CLOSE_SECONDS = 10;

  private final ExecutorService workers;
  private final ScheduledExecutorService timer;
  private final LongSupplier nanoTime;
  private final TransferLimits limits;
  private final ByteBudget budget = new ByteBudget(IN_FLIGHT_BYTES);
  private final ByteBudget ahead = new ByteBudget(AHEAD_BYTES);
  private final FrameMarshaller frames;
  private final LongAdder verifiedBytes = new LongAdder();
  private final LongAdder verifiedPieces = new LongAdder();

  /**
   * Takes over the executors, to be shut down by {@link #close}.
   *
   * @param workers verify and write; its tasks are as few as there are downloads and streams
   * @param timer starts short tasks later; must not be blocked
   * @param nanoTime as {@link System#nanoTime()}
   * @param limit on bytes received by all downloads together
   * @param frames reads what sources send
   */
  public FetchResources(
      ExecutorService workers,
      ScheduledExecutorService timer,
      LongSupplier nanoTime,
      RateLimit limit,
      FrameMarshaller frames) {
    this.workers = workers;
    this.timer = timer;
    this.nanoTime = nanoTime;
    limits = new TransferLimits(limit, nanoTime);
    this.frames = frames;
  }

  /** Starts the threads: as many workers as there are processors, four at most, and one timer. */
  public static FetchResources start(RateLimit limit, FrameMarshaller frames) {
    int processors = Math.min(MAX_WORKERS, Runtime.getRuntime().availableProcessors());
    return new FetchResources(
        Executors.newFixedThreadPool(
            processors,
            new ThreadFactoryBuilder().setNameFormat("fetch-%d").setDaemon(true).build()),
        Executors.newSingleThreadScheduledExecutor(
            new ThreadFactoryBuilder().setNameFormat("fetch-timer").setDaemon(true).build()),
        System::nanoTime,
        limit,
        frames);
  }

  /** A new executor on the workers that runs its tasks one after the other, in order. */
  public Executor serial() {
    return MoreExecutors.newSequentialExecutor(workers);
  }

  /** Does what may block on the disk, in no order. */
  public Executor workers() {
    return workers;
  }

  /** Runs a task every so often, until it is cancelled. */
  public Future<?> every(Duration period, Runnable task) {
    return timer.scheduleWithFixedDelay(
        task, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
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

  /** The limits on bytes received. */
  public TransferLimits limits() {
    return limits;
  }

  /** How many bytes have been received and verified in the life of the process. */
  public long verifiedBytes() {
    return verifiedBytes.sum();
  }

  /** How many pieces have been received and verified in the life of the process. */
  public long verifiedPieces() {
    return verifiedPieces.sum();
  }

  /** How many bytes have been asked for, over all downloads, and are not yet written. */
  public long bytesInFlight() {
    return budget.taken();
  }

  /** Bounds the bytes that are asked for and not yet written. */
  public ByteBudget budget() {
    return budget;
  }

  /** Bounds what the network brings before a worker has seen it, whatever the frames hold. */
  public ByteBudget ahead() {
    return ahead;
  }

  FrameMarshaller frames() {
    return frames;
  }

  void countVerifiedPiece(int bytes) {
    verifiedPieces.increment();
    verifiedBytes.add(bytes);
  }

  /**
   * Stops the threads once all downloads have ended, waiting at most a few seconds. Nobody is
   * interrupted: that would close files.
   */
  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdown();
    try {
      if (!workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        log.warn("workers are still busy {} seconds after all downloads were ended", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
