package io.coterie.tracker.sql.postgres;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a PostgreSQL database is used.
 *
 * @param url what names it; never holds a password
 * @param user who logs in
 * @param password asked for at each new connection, so that it may change; empty without one
 * @param patience how long a transaction may take, waiting included, when its call has no shorter
 *     deadline
 * @param clock the store's clock; empty for that of the database
 */
public record PostgresSettings(
    PostgresUrl url,
    String user,
    Supplier<Optional<String>> password,
    Duration patience,
    Optional<InstantSource> clock) {

  /** The defaults: five seconds, the database's clock. */
  public static PostgresSettings of(
      PostgresUrl url, String user, Supplier<Optional<String>> password) {
    return new PostgresSettings(url, user, password, Duration.ofSeconds(5), Optional.empty());
  }

  @Override
  public String toString() {
    return "PostgresSettings[" + url + "]";
  }
}
