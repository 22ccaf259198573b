package io.coterie.e2e.faults;

import io.coterie.e2e.House;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A tracker is stopped, and goes on later as if nothing had been.
 *
 * @param blocking asked while it is stopped: whether the others cannot serve without it
 */
record Paused(House house, int n, BooleanSupplier blocking) implements Fault {

  @Override
  public String name() {
    return "tracker " + n + " paused";
  }

  @Override
  public boolean strike() {
    house.tracker(n).signal("STOP");
    awaitStopped();
    return blocking.getAsBoolean();
  }

  /** A signal is on its way for a moment, in which the process goes on. */
  private void awaitStopped() {
    Path threads = Path.of("/proc", Long.toString(house.tracker(n).pid()), "task");
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              try (Stream<Path> all = Files.list(threads)) {
                return all.allMatch(Paused::isStopped);
              }
            });
  }

  private static boolean isStopped(Path thread) {
    try {
      return Files.readString(thread.resolve("status")).contains("State:\tT");
    } catch (NoSuchFileException ended) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void mend() {
    house.tracker(n).signal("CONT");
  }
}
