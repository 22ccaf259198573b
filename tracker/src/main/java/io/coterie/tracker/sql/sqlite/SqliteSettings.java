package io.coterie.tracker.sql.sqlite;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/**
 * How the embedded store is used.
 *
 * @param file the database file, on a local disk; made when missing
 * @param patience how long a transaction may take, waiting included, when its call has no shorter
 *     deadline
 * @param readers how many transactions may read at a time
 * @param clock the store's clock
 */
public record SqliteSettings(Path file, Duration patience, int readers, InstantSource clock) {

  /** The defaults: five seconds, four readers, the clock of the machine. */
  public static SqliteSettings of(Path file) {
    return new SqliteSettings(file, Duration.ofSeconds(5), 4, InstantSource.system());
  }
}
