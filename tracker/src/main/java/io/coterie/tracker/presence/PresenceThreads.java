package io.coterie.tracker.presence;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The three threads of presence. They are apart so that none waits for another's work: ticks go on
 * while the store is slow, and looking for changes goes on while a write waits for its turn. What
 * is handed to them after their end is dropped.
 */
final class PresenceThreads implements AutoCloseable {

  private static final long LAST_WAIT_SECONDS = 5;
  private static final Logger log = LoggerFactory.getLogger(PresenceThreads.class);

  private final ScheduledExecutorService ticking = thread("presence-tick");
  private final ScheduledExecutorService watching = thread("presence-watch");
  private final ScheduledExecutorService storing = thread("presence-store");

  /** Ticks. */
  ScheduledExecutorService ticking() {
    return ticking;
  }

  /** Looks for changes. */
  ScheduledExecutorService watching() {
    return watching;
  }

  /** Writes to the store. */
  ScheduledExecutorService storing() {
    return storing;
  }

  /** Repeats a task, whose failures are logged and end nothing, with a pause in between. */
  static void repeat(ScheduledExecutorService thread, Duration pause, Runnable task) {
    ScheduledFuture<?> unused =
        thread.scheduleWithFixedDelay(
            () -> guarded(task), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** As {@link #repeat}, but so often in the long run, however long the task takes. */
  static void repeatAtRate(ScheduledExecutorService thread, Duration period, Runnable task) {
    ScheduledFuture<?> unused =
        thread.scheduleAtFixedRate(
            () -> guarded(task), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Runs a task, whose failure is logged. */
  static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.warn("a task of presence failed and will be tried again", e);
    }
  }

  /** Ends the threads once they have done what was handed to them, or soon after. */
  @Override
  public void close() {
    List<ScheduledExecutorService> all = List.of(ticking, watching, storing);
    all.forEach(ScheduledExecutorService::shutdown);
    try {
      for (ScheduledExecutorService thread : all) {
        if (!thread.awaitTermination(LAST_WAIT_SECONDS, TimeUnit.SECONDS)) {
          thread.shutdownNow();
        }
      }
    } catch (InterruptedException e) {
      all.forEach(ScheduledExecutorService::shutdownNow);
      Thread.currentThread().interrupt();
    }
  }

  private static ScheduledExecutorService thread(String name) {
    return new ScheduledThreadPoolExecutor(
        1,
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        },
        new ThreadPoolExecutor.DiscardPolicy());
  }
}
