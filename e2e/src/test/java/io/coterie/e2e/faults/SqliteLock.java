package io.coterie.e2e.faults;

import io.coterie.e2e.House;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Who holds the write lock of a database in WAL mode, as the kernel knows it. */
final class SqliteLock {

  /** The lock is on this byte of the -shm file (WAL_WRITE_LOCK in SQLite's wal.c). */
  private static final String BYTE = "120";

  private static final int ATTEMPTS = 2_000;

  private SqliteLock() {}

  static boolean isHeldBy(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/locks")).stream()
          .map(line -> List.of(line.strip().split("\\s+")))
          .anyMatch(
              fields ->
                  fields.contains("WRITE")
                      && fields.get(fields.size() - 2).equals(BYTE)
                      && fields.get(fields.size() - 4).equals(Long.toString(pid)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A tracker is stopped in any moment, maybe while it holds the lock. */
  static Fault paused(House house, int n) {
    return new Paused(house, n, () -> isHeldBy(house.tracker(n).pid()));
  }

  /** A tracker is stopped again and again until it is caught holding the lock. */
  static Fault pausedHolding(House house, int n) {
    Fault paused = paused(house, n);
    return new Fault() {
      @Override
      public String name() {
        return paused.name() + " holding the lock";
      }

      @Override
      public boolean strike() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
          if (paused.strike()) {
            return true;
          }
          paused.mend();
        }
        throw new AssertionError("never caught tracker " + n + " holding the lock");
      }

      @Override
      public void mend() {
        paused.mend();
      }
    };
  }
}
