package io.coterie.tracker.sql.postgres;

import io.coterie.tracker.sql.Schema;
import io.coterie.tracker.store.StoreUnusableException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings a database to the newest schema. Flyway holds an advisory lock meanwhile, so trackers that
 * start at once go one after the other.
 */
final class PostgresMigrations {

  /** Pauses of 1, 2, 4, 5, 5... seconds: the database may be failing over just now. */
  private static final int CONNECT_RETRIES = 7;

  private static final int LONGEST_PAUSE_SECONDS = 5;

  private PostgresMigrations() {}

  static void run(PostgresUrl url, PostgresConnections connections) {
    try {
      Flyway flyway =
          Flyway.configure()
              .dataSource(connections.migrating())
              .locations("classpath:db/postgresql")
              .connectRetries(CONNECT_RETRIES)
              .connectRetriesInterval(LONGEST_PAUSE_SECONDS)
              .load();
      Schema.requireKnown(url.toString(), flyway.info());
      flyway.migrate();
    } catch (FlywayException failure) {
      throw new StoreUnusableException(
          "the store "
              + url
              + " cannot be used: "
              + Schema.firstLine(failure)
              + "; check the URL, the credentials and whether the database is up",
          failure);
    }
  }
}
