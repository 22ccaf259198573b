package io.coterie.tracker.sql.postgres;

import io.coterie.tracker.sql.Schema;
import io.coterie.tracker.sql.postgres.PostgresFailures.Kind;
import io.coterie.tracker.store.StoreUnusableException;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a database to the newest schema. Flyway holds an advisory lock meanwhile, so trackers that
 * start at once go one after the other.
 */
final class PostgresMigrations {

  private static final Logger log = LoggerFactory.getLogger(PostgresMigrations.class);

  /** The database may be failing over just now. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private PostgresMigrations() {}

  static void run(PostgresUrl url, PostgresConnections connections) {
    try {
      awaitServer(url, connections);
      Flyway flyway =
          Flyway.configure()
              .dataSource(connections.migrating())
              .locations("classpath:db/postgresql")
              .load();
      Schema.requireKnown(url.toString(), flyway.info());
      flyway.migrate();
    } catch (SQLException | FlywayException failure) {
      throw new StoreUnusableException(
          "the store "
              + url
              + " cannot be used: "
              + Schema.firstLine(failure)
              + "; check the URL, the credentials and whether the database is up",
          failure);
    }
  }

  /** Waits for a server that cannot be reached or is about to serve; other failures stay. */
  private static void awaitServer(PostgresUrl url, PostgresConnections connections)
      throws SQLException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean told = false;
    while (true) {
      try {
        connections.single().close();
        return;
      } catch (SQLException failure) {
        if (PostgresFailures.kindOf(failure) != Kind.LOST || System.nanoTime() > deadline) {
          throw failure;
        }
        if (!told) {
          log.warn("the store {} does not answer yet: {}", url, Schema.firstLine(failure));
          told = true;
        }
        pause(failure);
      }
    }
  }

  private static void pause(SQLException failure) throws SQLException {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }
}
