package io.coterie.tracker.sql.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The database's clock, which all trackers share: sampled when the last sample is a second old, and
 * carried on by this machine's monotonic clock in between. Whoever answers must be the primary
 * still. Thread-safe.
 */
final class DatabaseClock implements StoreClock {

  private static final long SAMPLE_LASTS = Duration.ofSeconds(1).toNanos();
  private static final String SAMPLE =
      "select cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";

  private final PrimaryFence fence;
  private volatile @Nullable Sample last;

  private record Sample(Instant time, long nanos) {
    Instant at(long later) {
      return time.plusNanos(later - nanos);
    }
  }

  DatabaseClock(PrimaryFence fence) {
    this.fence = fence;
  }

  @Override
  public Instant now(Connection connection) throws SQLException {
    Sample known = last;
    long nanos = System.nanoTime();
    if (known != null && nanos - known.nanos < SAMPLE_LASTS) {
      return known.at(nanos);
    }
    Sample taken = take(connection);
    last = taken;
    return taken.time;
  }

  private Sample take(Connection connection) throws SQLException {
    fence.check(connection);
    long before = System.nanoTime();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SAMPLE)) {
      row.next();
      long after = System.nanoTime();
      return new Sample(
          Instant.ofEpochMilli(row.getLong(1)).plusNanos((after - before) / 2), after);
    }
  }
}
