package io.coterie.rpc.server;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for calls, and how many calls may wait for one of them. While all threads are held up, as
 * by a store that does not answer, each call that comes brings another thread, so that those behind
 * hear in time what is wrong. Thread-safe.
 */
final class CallPool implements AutoCloseable {

  /** When none of those that wait has begun for so long, all threads are held up. */
  private static final long HELD_UP = Duration.ofMillis(100).toNanos();

  private static final int MAX_SHUTDOWN_SECONDS = 5;

  private final int count;
  private final int most;
  private final int maxQueued;
  private final Threads threads;

  /**
   * Starts threads as they are needed.
   *
   * @param name the prefix of their names
   * @param count how many calls run at a time, at least 1
   * @param most how many while they are held up, at least {@code count}
   * @param maxQueued how many may wait, at least 1
   */
  CallPool(String name, int count, int most, int maxQueued) {
    this.count = count;
    this.most = most;
    this.maxQueued = maxQueued;
    threads = new Threads(name, count);
  }

  /** Whether a call that has come may wait. It brings a thread while all are held up. */
  boolean admit() {
    int waiting = threads.getQueue().size();
    boolean heldUp = waiting > 0 && System.nanoTime() - threads.lastBegin > HELD_UP;
    if (heldUp) {
      threads.resize(Math.min(most, threads.getPoolSize() + 1));
    } else if (threads.getCorePoolSize() > count) {
      threads.resize(count);
    }
    return waiting < maxQueued;
  }

  /** Where a call that was let in runs, each of its tasks; never rejects one. */
  Executor executor() {
    return threads;
  }

  int waiting() {
    return threads.getQueue().size();
  }

  int running() {
    return threads.getActiveCount();
  }

  /** Ends the threads; tasks that run are interrupted after a short while. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(MAX_SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private static final class Threads extends ThreadPoolExecutor {

    private volatile long lastBegin = System.nanoTime();

    Threads(String name, int count) {
      super(count, count, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
      AtomicInteger number = new AtomicInteger();
      setThreadFactory(
          task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });
      allowCoreThreadTimeOut(true);
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable task) {
      lastBegin = System.nanoTime();
    }

    /** Threads beyond the new size end after what they run. */
    synchronized void resize(int size) {
      if (size > getCorePoolSize()) {
        setMaximumPoolSize(size);
        setCorePoolSize(size);
      } else {
        setCorePoolSize(size);
        setMaximumPoolSize(size);
      }
    }
  }
}
