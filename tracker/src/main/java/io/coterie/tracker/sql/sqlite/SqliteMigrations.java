package io.coterie.tracker.sql.sqlite;

import io.coterie.tracker.sql.Schema;
import io.coterie.tracker.store.StoreUnusableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings a database file to the newest schema. Flyway does not lock SQLite, so a lock file makes
 * trackers that start at once go one after the other.
 */
final class SqliteMigrations {

  /** File locks hold between processes only; this one holds between threads. */
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();

  private SqliteMigrations() {}

  @SuppressWarnings("try") // The file lock is held, not used.
  static void run(SqliteConnections connections) {
    Path file = connections.file();
    Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
    IN_PROCESS.lock();
    try (FileChannel channel = openPrivate(lockFile);
        FileLock held = channel.lock()) {
      openPrivate(file).close();
      switchToWal(connections);
      Flyway flyway =
          Flyway.configure()
              .dataSource(connections.dataSource())
              .locations("classpath:db/sqlite")
              .load();
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
    } finally {
      IN_PROCESS.unlock();
    }
  }

  /** Opens a file that only its owner may read; SQLite's companion files inherit the rights. */
  private static FileChannel openPrivate(Path path) throws IOException {
    try {
      Files.createFile(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException present) {
      // As it should be from the second start on.
    }
    return FileChannel.open(path, StandardOpenOption.WRITE);
  }

  private static void switchToWal(SqliteConnections connections) throws SQLException {
    try (Connection connection = connections.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
    }
  }
}
