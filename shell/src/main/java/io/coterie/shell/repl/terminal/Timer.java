package io.coterie.shell.repl.terminal;

import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does small things a little later, one at a time, on a thread of its own. Thread-safe. */
final class Timer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Timer.class);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Timer::daemon);

  /**
   * Runs {@code work} after a while, unless the timer is closed before. What it throws is logged.
   */
  void after(long millis, Runnable work) {
    try {
      ScheduledFuture<?> planned =
          thread.schedule(() -> logged(work), millis, TimeUnit.MILLISECONDS);
      log.trace("planned {}", planned);
    } catch (RejectedExecutionException e) {
      log.debug("closed before this could be planned", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private static void logged(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      log.warn("what was planned went wrong", e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "shell-timer");
    thread.setDaemon(true);
    return thread;
  }
}
