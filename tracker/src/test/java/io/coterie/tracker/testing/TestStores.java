package io.coterie.tracker.testing;

import io.coterie.tracker.sql.sqlite.SqliteSettings;
import io.coterie.tracker.sql.sqlite.SqliteStore;
import io.coterie.tracker.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens the stores of tests: SQLite in a folder, or a PostgreSQL database in its stead. Those who
 * name the same folder share a store.
 */
final class TestStores {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Map<Path, String> databases = new ConcurrentHashMap<>();
  private static volatile boolean postgres;

  private TestStores() {}

  static void usePostgres(boolean use) {
    postgres = use;
  }

  static Store open(Path folder, InstantSource clock) {
    return postgres
        ? Postgres.open(
            databases.computeIfAbsent(folder, unused -> Postgres.database()),
            PATIENCE,
            Optional.of(clock))
        : SqliteStore.open(new SqliteSettings(folder.resolve("coterie.db"), PATIENCE, 4, clock));
  }

  static void drop() {
    databases.values().forEach(Postgres::drop);
    databases.clear();
  }
}
