package io.coterie.tracker.sql.copy;

import io.coterie.tracker.store.StoreUnusableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies every row of one store into an empty one with the same schema, in one transaction, and
 * reads all of it back before the commit. Used once, by one thread.
 */
public final class StoreCopy {

  private static final int BATCH = 1000;

  private final Connection source;
  private final Connection target;

  /**
   * Prepares a copy.
   *
   * @param source in a transaction that sees one moment
   * @param target in manual commit mode, a PostgreSQL database
   */
  public StoreCopy(Connection source, Connection target) {
    this.source = source;
    this.target = target;
  }

  /**
   * What was copied of one table.
   *
   * @param digest over all rows in any order, hexadecimal; the same on both sides
   */
  public record Copied(String table, long rows, String digest) {}

  /**
   * Copies and commits.
   *
   * @throws SQLException when nothing was changed
   * @throws StoreUnusableException when the target holds something, or does not return what was
   *     written to it, and nothing was changed; or when the end of the commit is not known
   */
  public List<Copied> run() throws SQLException {
    List<Copied> all = new ArrayList<>();
    try {
      requireEmpty();
      for (Table table : Table.ALL) {
        all.add(copy(table));
      }
      continueNumbering();
    } catch (SQLException | RuntimeException failure) {
      rollback(failure);
      throw failure;
    }
    commit();
    return all;
  }

  /** A transaction whose connection is lost is undone as well. */
  private void rollback(Exception failure) {
    try {
      target.rollback();
    } catch (SQLException lost) {
      failure.addSuppressed(lost);
    }
  }

  /** A warning of a commit says that its wait for the standbys was cancelled. */
  private void commit() {
    try {
      target.clearWarnings();
      target.commit();
      SQLWarning warning = target.getWarnings();
      if (warning != null) {
        throw warning;
      }
    } catch (SQLException failure) {
      throw new StoreUnusableException(
          "whether the copy was committed is not known, or only one server may hold it; look"
              + " whether the database holds rows, and if so, empty it before the next attempt",
          failure);
    }
  }

  private void requireEmpty() throws SQLException {
    for (Table table : Table.ALL) {
      try (Statement statement = target.createStatement();
          ResultSet row = statement.executeQuery(table.select() + " limit 1")) {
        if (row.next()) {
          throw new StoreUnusableException(
              "the target holds rows already, for example in "
                  + table.name()
                  + "; copy into an empty database");
        }
      }
    }
  }

  private Copied copy(Table table) throws SQLException {
    RowDigest written = new RowDigest(table);
    try (Statement reading = source.createStatement();
        ResultSet row = reading.executeQuery(table.select());
        PreparedStatement insert = target.prepareStatement(table.insert())) {
      while (row.next()) {
        Object[] values = written.add(row);
        for (int i = 0; i < values.length; i++) {
          insert.setObject(i + 1, values[i]);
        }
        insert.addBatch();
        if (written.rows() % BATCH == 0) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    }
    RowDigest read = readBack(table);
    if (read.rows() != written.rows() || !read.hex().equals(written.hex())) {
      throw new StoreUnusableException(
          "the target returns other rows of "
              + table.name()
              + " than were written; nothing was copied, so check that database");
    }
    return new Copied(table.name(), read.rows(), read.hex());
  }

  private RowDigest readBack(Table table) throws SQLException {
    RowDigest read = new RowDigest(table);
    try (Statement reading = target.createStatement()) {
      reading.setFetchSize(BATCH);
      try (ResultSet row = reading.executeQuery(table.select())) {
        while (row.next()) {
          Object[] unused = read.add(row);
        }
      }
    }
    return read;
  }

  /** The next event gets a number above those that were copied. */
  private void continueNumbering() throws SQLException {
    try (Statement statement = target.createStatement()) {
      statement.execute(
          "select setval(pg_get_serial_sequence('event', 'event_id'),"
              + " coalesce(max(event_id), 0) + 1, false) from event");
    }
  }
}
