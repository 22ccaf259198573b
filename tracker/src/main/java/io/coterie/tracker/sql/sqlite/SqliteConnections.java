package io.coterie.tracker.sql.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/** Opens connections to one database file, each with the settings that durability rests on. */
final class SqliteConnections {

  private static final int WAL_BYTES = 64 << 20;

  private final Path file;

  /** Opens nothing yet. {@code file} is absolute. */
  SqliteConnections(Path file) {
    this.file = file;
    NativeLibrary.keepIn(Objects.requireNonNull(file.getParent(), "an absolute path of a file"));
  }

  /** The file behind all connections. */
  Path file() {
    return file;
  }

  /** A source for migrations, which may wait long for their locks. */
  SQLiteDataSource dataSource() {
    return dataSource(10_000);
  }

  /** A connection that waits for nobody. */
  Connection impatient() throws SQLException {
    return dataSource(0).getConnection();
  }

  /** A connection for the writer, which does all waiting for the lock by itself. */
  Connection writer() throws SQLException {
    return with("PRAGMA journal_size_limit = " + WAL_BYTES, dataSource(0).getConnection());
  }

  /** A connection that cannot change anything. Readers wait only while a crash is repaired. */
  Connection reader() throws SQLException {
    return with("PRAGMA query_only = ON", dataSource(500).getConnection());
  }

  private static Connection with(String pragma, Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(pragma);
    }
    return connection;
  }

  private SQLiteDataSource dataSource(int busyMillis) {
    SQLiteConfig config = new SQLiteConfig();
    config.setSynchronous(SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(busyMillis);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }
}
