package io.coterie.tracker.sql.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The one write lock of a database file, shared fairly with other processes. SQLite's own waiting
 * sleeps longer and longer and so starves whoever waits; this one asks again after short random
 * times, and leaves the lock free for longer than that after each batch while somebody else wants
 * it. Used by the writer's thread.
 */
final class WriteLock {

  private static final long CONTENTION_LASTS = TimeUnit.SECONDS.toNanos(1);
  private static final long GAP_ALONE = TimeUnit.MICROSECONDS.toNanos(50);
  private static final long GAP_SHARED_LEAST = TimeUnit.MICROSECONDS.toNanos(1000);
  private static final long GAP_SHARED_MOST = TimeUnit.MICROSECONDS.toNanos(2000);
  private static final long RETRY_LEAST = TimeUnit.MICROSECONDS.toNanos(200);
  private static final long RETRY_MOST = TimeUnit.MICROSECONDS.toNanos(800);
  private static final int TRIES_AT_FULL_SPEED = 500;
  private static final long RETRY_SLOW = TimeUnit.MILLISECONDS.toNanos(5);

  private final Statement statement;
  private long lastVersion = Long.MIN_VALUE;
  private long lastContention = System.nanoTime() - CONTENTION_LASTS;

  WriteLock(Connection connection) throws SQLException {
    statement = connection.createStatement();
  }

  /** Begins a transaction that holds the lock; false when nobody wants it any more. */
  boolean begin(BooleanSupplier wanted) throws SQLException {
    for (int tries = 0; wanted.getAsBoolean(); tries++) {
      try {
        statement.execute("BEGIN IMMEDIATE");
        noteOtherWriters();
        return true;
      } catch (SQLException failure) {
        if (!SqliteFailures.isBusy(failure)) {
          throw failure;
        }
        lastContention = System.nanoTime();
        pause(tries < TRIES_AT_FULL_SPEED ? random(RETRY_LEAST, RETRY_MOST) : RETRY_SLOW);
      }
    }
    return false;
  }

  /** Makes what was done since {@link #begin} durable. */
  void commit() throws SQLException {
    statement.execute("COMMIT");
  }

  void rollback() throws SQLException {
    statement.execute("ROLLBACK");
  }

  void savepoint() throws SQLException {
    statement.execute("SAVEPOINT operation");
  }

  void release() throws SQLException {
    statement.execute("RELEASE operation");
  }

  void rollbackToSavepoint() throws SQLException {
    statement.execute("ROLLBACK TO operation");
    statement.execute("RELEASE operation");
  }

  /** Leaves the lock to others for a moment, longer while others are known to want it. */
  void giveWay() {
    boolean shared = System.nanoTime() - lastContention < CONTENTION_LASTS;
    pause(shared ? random(GAP_SHARED_LEAST, GAP_SHARED_MOST) : GAP_ALONE);
  }

  /** The data version moves when another connection than this one has committed. */
  private void noteOtherWriters() throws SQLException {
    try (ResultSet row = statement.executeQuery("PRAGMA data_version")) {
      long version = row.getLong(1);
      if (lastVersion != Long.MIN_VALUE && version != lastVersion) {
        lastContention = System.nanoTime();
      }
      lastVersion = version;
    }
  }

  private static long random(long least, long most) {
    return ThreadLocalRandom.current().nextLong(least, most);
  }

  private static void pause(long nanos) {
    LockSupport.parkNanos(nanos);
  }
}
