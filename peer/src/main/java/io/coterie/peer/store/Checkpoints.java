package io.coterie.peer.store;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forces open partial files to the disk at intervals, so that little is rechecked after a crash.
 */
final class Checkpoints {
  /** The time between two checkpoints of a file. */
  static final Duration INTERVAL = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

  private final ScheduledExecutorService background;

  /** Runs checkpoints on an executor whose threads may block. */
  Checkpoints(ScheduledExecutorService background) {
    this.background = background;
  }

  /** Looks after a file until it is closed. */
  void add(PartialFile file) {
    Future<?> task =
        background.scheduleWithFixedDelay(
            () -> checkpoint(file),
            INTERVAL.toMillis(),
            INTERVAL.toMillis(),
            TimeUnit.MILLISECONDS);
    file.whenClosed(() -> task.cancel(false));
  }

  private static void checkpoint(PartialFile file) {
    try {
      if (file.doubtfulPieces() == 0) {
        file.checkpoint();
      }
    } catch (IOException e) {
      if (e.getCause() instanceof ClosedPartialFileException) {
        // Closed, with a checkpoint of its own, while this one was about to start.
        return;
      }
      // Seen by whoever writes next: the download fails with this reason.
      file.fail(e);
      log.warn("cannot force {} to the disk", file.name(), e);
    }
  }
}
