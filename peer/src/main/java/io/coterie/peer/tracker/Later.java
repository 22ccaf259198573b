package io.coterie.peer.tracker;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks later on a scheduler; a task that fails is logged, not lost. Thread-safe. */
final class Later {
  private static final Logger log = LoggerFactory.getLogger(Later.class);

  private final ScheduledExecutorService scheduler;

  Later(ScheduledExecutorService scheduler) {
    this.scheduler = scheduler;
  }

  void run(Runnable task, long delayNanos) {
    Future<?> unused = scheduler.schedule(() -> guarded(task), delayNanos, TimeUnit.NANOSECONDS);
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("a task of the tracker's client has failed", e);
    }
  }
}
