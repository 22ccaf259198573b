package io.coterie.tracker.sql.sqlite;

import io.coterie.tracker.sql.Schema;
import io.coterie.tracker.store.StoreUnusableException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * Embedded stores as whole files. Every method blocks for as long as it takes to read the store,
 * and throws {@link StoreUnusableException} when something stands against it.
 */
public final class SqliteFiles {

  /** Should the clock have been set back: more than a group's version grows after a backup. */
  private static final long SKIPPED = 1_000_000_000;

  private SqliteFiles() {}

  /** Does something with a connection that nobody else has to the store. */
  @FunctionalInterface
  public interface Exclusive {
    void run(Connection connection) throws SQLException;
  }

  /**
   * Writes a copy of one moment of the store, beside trackers that run on it. The copy is checked,
   * is on the disk, and may be read by its owner only.
   *
   * @param replace whether it may take the place of another file
   */
  public static void backup(Path store, Path file, boolean replace) {
    Path target = file.toAbsolutePath();
    placing(
        target,
        replace,
        temporary -> {
          if (new StoreFiles(store).include(target)) {
            throw new StoreUnusableException(
                target + " belongs to the store itself; name another file for the backup");
          }
          try (Connection connection = new SqliteConnections(store).dataSource().getConnection();
              PreparedStatement vacuum = connection.prepareStatement("vacuum into ?")) {
            vacuum.setString(1, temporary.toString());
            vacuum.execute();
          }
          check(temporary, target);
        });
  }

  /**
   * Puts a backup in the place of a store that no tracker has open. Versions of groups and
   * memberships skip ahead, further with each restoration, so that no grant or revocation of the
   * time since the backup is taken for one that is to come.
   *
   * @param replace whether it may take the place of another store
   * @param now later than at any restoration before
   */
  @SuppressWarnings("try") // The lock is held, not used.
  public static void restore(Path file, Path store, boolean replace, Instant now) {
    try (StartLock held = StartLock.take(store)) {
      if (Files.exists(store) && replace) {
        requireUnused(store);
      }
      placing(
          store,
          replace,
          temporary -> {
            if (new StoreFiles(store).include(file)) {
              throw new StoreUnusableException(
                  file + " belongs to the store itself; name a backup of it");
            }
            try (OutputStream out = Files.newOutputStream(temporary)) {
              Files.copy(file, out);
            }
            check(temporary, file);
            skipVersions(temporary, now);
            Files.deleteIfExists(store.resolveSibling(store.getFileName() + "-wal"));
            Files.deleteIfExists(store.resolveSibling(store.getFileName() + "-shm"));
          });
    } catch (IOException e) {
      throw new StoreUnusableException("cannot restore " + store + ": " + e, e);
    }
  }

  /** Runs something on a store that no tracker has open, and keeps them out meanwhile. */
  @SuppressWarnings("try") // The lock is held, not used.
  public static void exclusively(Path store, Exclusive work) throws SQLException {
    try (StartLock held = StartLock.take(store)) {
      requireUnused(store);
      try (Connection connection = new SqliteConnections(store).dataSource().getConnection()) {
        connection.setAutoCommit(false);
        work.run(connection);
        connection.rollback();
      }
    } catch (IOException e) {
      throw new StoreUnusableException("cannot lock the store " + store + ": " + e, e);
    }
  }

  /** SQLite leaves the WAL mode only for somebody who is alone; a stopped process counts too. */
  private static void requireUnused(Path store) {
    try (Connection connection = new SqliteConnections(store).impatient();
        Statement statement = connection.createStatement()) {
      statement.execute("pragma journal_mode = delete");
    } catch (SQLException e) {
      if (SqliteFailures.isBusy(e)) {
        throw new StoreUnusableException(
            "a tracker has the store " + store + " open; stop all trackers on it first", e);
      }
      if (!SqliteFailures.isUnavailable(e)) {
        throw new StoreUnusableException("cannot look at " + store + ": " + e.getMessage(), e);
      }
      // What is damaged has nobody who could use it.
    }
  }

  private static void check(Path file, Path named) throws SQLException {
    SqliteConnections connections = new SqliteConnections(file);
    try (Connection connection = connections.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery("pragma integrity_check")) {
        if (!row.next() || !row.getString(1).equals("ok")) {
          throw damaged(named, null);
        }
      }
      try (ResultSet row = statement.executeQuery("pragma foreign_key_check")) {
        if (row.next()) {
          throw damaged(named, null);
        }
      }
    } catch (SQLException e) {
      throw damaged(named, e);
    }
    Flyway flyway = SqliteMigrations.flyway(connections);
    if (flyway.info().applied().length == 0) {
      throw new StoreUnusableException(named + " is no backup of a store; name another file");
    }
    Schema.requireKnown(named.toString(), flyway.info());
  }

  private static StoreUnusableException damaged(Path file, @Nullable SQLException cause) {
    String message = file + " is damaged, or no store at all; use another backup";
    return cause == null
        ? new StoreUnusableException(message)
        : new StoreUnusableException(message, cause);
  }

  /**
   * Versions become the time in milliseconds, as no group changes more often than that. Every
   * membership gets its group's: it must be above what any grant of it has stated.
   */
  private static void skipVersions(Path file, Instant now) throws SQLException {
    try (Connection connection = new SqliteConnections(file).dataSource().getConnection();
        PreparedStatement groups =
            connection.prepareStatement(
                "update grp set version ="
                    + " case when version < ?1 then ?1 else version + ?2 end");
        Statement memberships = connection.createStatement()) {
      connection.setAutoCommit(false);
      groups.setLong(1, now.toEpochMilli());
      groups.setLong(2, SKIPPED);
      groups.execute();
      memberships.execute(
          "update membership set version ="
              + " (select version from grp where grp.group_id = membership.group_id)");
      connection.commit();
    }
  }

  /** Fills a file that is to be put in a place. */
  @FunctionalInterface
  private interface Filling {
    void fill(Path temporary) throws IOException, SQLException;
  }

  /** Fills a file of its owner alone beside the target, and only then gives it that name. */
  private static void placing(Path target, boolean replace, Filling filling) {
    Path folder = Objects.requireNonNull(target.getParent(), "an absolute path of a file");
    try {
      if (Files.exists(target) && !replace) {
        throw new FileAlreadyExistsException(target.toString());
      }
      Path temporary = Files.createTempFile(folder, ".coterie", ".tmp");
      try {
        filling.fill(temporary);
        force(temporary, StandardOpenOption.WRITE);
        CopyOption[] how =
            replace
                ? new CopyOption[] {
                  StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING
                }
                : new CopyOption[0];
        Files.move(temporary, target, how);
        force(folder, StandardOpenOption.READ);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (FileAlreadyExistsException e) {
      throw new StoreUnusableException(
          target + " exists; name another, or replace it with --force", e);
    } catch (NoSuchFileException e) {
      throw new StoreUnusableException("there is no " + e.getFile() + "; check the name", e);
    } catch (IOException | SQLException | FlywayException e) {
      throw new StoreUnusableException(
          "cannot write " + target + ": " + e + "; check the folder, its rights and its space", e);
    }
  }

  private static void force(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }
}
