package io.coterie.tracker.sql.sqlite;

import io.coterie.tracker.sql.Schema;
import io.coterie.tracker.store.StoreUnusableException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings a database file to the newest schema. Flyway does not lock SQLite, so a lock file makes
 * trackers that start at once go one after the other.
 */
final class SqliteMigrations {

  private SqliteMigrations() {}

  @SuppressWarnings("try") // The lock is held, not used.
  static void run(SqliteConnections connections) {
    Path file = connections.file();
    try (StartLock held = StartLock.take(file)) {
      StartLock.openPrivate(file).close();
      switchToWal(connections);
      Flyway flyway = flyway(connections);
      Schema.requireKnown(file.toString(), flyway.info());
      flyway.migrate();
    } catch (IOException failure) {
      throw new StoreUnusableException(
          "cannot write the store " + file + ": " + failure + "; check the folder and its rights",
          failure);
    } catch (SQLException | FlywayException failure) {
      throw new StoreUnusableException(
          "the store "
              + file
              + " cannot be used: "
              + Schema.firstLine(failure)
              + "; move it away to start with an empty one, or name another with --store",
          failure);
    }
  }

  /** What knows the schema of a file and how to bring it up to date. */
  static Flyway flyway(SqliteConnections connections) {
    return Flyway.configure()
        .dataSource(connections.dataSource())
        .locations("classpath:db/sqlite")
        .load();
  }

  private static void switchToWal(SqliteConnections connections) throws SQLException {
    try (Connection connection = connections.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
    }
  }
}
