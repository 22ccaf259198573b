package io.coterie.tracker.sql.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The files that make up one embedded store: its own, SQLite's beside it, and the lock. */
record StoreFiles(Path store) {

  private static final List<String> ENDINGS = List.of("", "-wal", "-shm", "-journal", ".lock");

  /** Whether a file is one of them, under whatever name, or would become one by being written. */
  boolean include(Path file) throws IOException {
    Path given = file.toAbsolutePath().normalize();
    // SQLite keeps its files beside the one that a link leads to.
    Path real = Files.exists(store) ? store.toRealPath() : store.toAbsolutePath().normalize();
    for (String ending : ENDINGS) {
      if (areSame(given, real.resolveSibling(real.getFileName() + ending))) {
        return true;
      }
    }
    return false;
  }

  private static boolean areSame(Path one, Path other) throws IOException {
    if (Files.exists(one) && Files.exists(other)) {
      return Files.isSameFile(one, other);
    }
    Path folder = one.getParent();
    return folder != null
        && Files.exists(folder)
        && Objects.equals(one.getFileName(), other.getFileName())
        && Files.isSameFile(folder, Objects.requireNonNull(other.getParent(), "beside the store"));
  }
}
