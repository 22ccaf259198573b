package io.coterie.tracker.sql.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a tracker off primaries that were replaced. One that was paused or cut off while a standby
 * was promoted goes on as a primary, with old data; but the new one writes a higher timeline. Once
 * that was met, connections to the old one are closed, whatever they do, and none is opened again.
 * Thread-safe.
 */
final class PrimaryFence {

  private static final Logger log = LoggerFactory.getLogger(PrimaryFence.class);

  /** The server is not one to write to, which is as good as a connection lost. */
  private static final String NO_PRIMARY = "25006";

  private final Timeline timeline = new Timeline();
  private final Map<Connection, Long> admitted = new ConcurrentHashMap<>();
  private volatile long newest = Timeline.UNTOLD;
  private volatile int preferred;

  /** Returns a new connection, in autocommit mode, if it leads to the newest primary. */
  Connection admit(Connection connection) throws SQLException {
    try {
      admitted.keySet().removeIf(PrimaryFence::isClosed);
      long own = meet(connection).orElseThrow(PrimaryFence::standby);
      // From here on it is closed by whoever meets a newer one; the look after that is for the
      // rest.
      admitted.put(connection, own);
      requireNewest(own);
      return connection;
    } catch (SQLException | RuntimeException refused) {
      admitted.remove(connection);
      abort(connection);
      throw refused;
    }
  }

  /**
   * Asks again where a connection leads: behind a proxy it may be another server by now.
   *
   * @throws SQLException when it is not the newest primary
   */
  void check(Connection connection) throws SQLException {
    requireNewest(meet(connection).orElseThrow(PrimaryFence::standby));
  }

  /** The timeline of any server, which is remembered; empty for a standby. */
  OptionalLong meet(Connection connection) throws SQLException {
    OptionalLong met = timeline.of(connection);
    if (met.orElse(Timeline.UNTOLD) > newest) {
      raise(met.getAsLong());
    }
    return met;
  }

  private synchronized void raise(long met) {
    if (met <= newest) {
      return;
    }
    if (newest != Timeline.UNTOLD) {
      log.warn("timeline {} of the store has followed {}; the old primary is left", met, newest);
    }
    newest = met;
    admitted.forEach(
        (connection, own) -> {
          if (own < met) {
            abort(connection);
          }
        });
  }

  /** Whether this is the highest timeline met so far. */
  boolean isNewest(long met) {
    return met == newest;
  }

  /** Has connections led to this host first, by its place in the URL. */
  void prefer(int host) {
    preferred = host;
  }

  /** The place in the URL of the host to try first. */
  int preferred() {
    return preferred;
  }

  private void requireNewest(long own) throws SQLException {
    if (own < newest) {
      throw new SQLException(
          "the server takes itself for the primary, but writes timeline "
              + own
              + " where another has begun "
              + newest
              + "; stop it, or restart the trackers if its data replaces that of the other",
          NO_PRIMARY);
    }
  }

  private static SQLException standby() {
    return new SQLException("the server has become a standby", NO_PRIMARY);
  }

  private static boolean isClosed(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException broken) {
      return true;
    }
  }

  /** Closes it at once, in the middle of a statement, too. */
  private static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException gone) {
      log.debug("a connection could not be closed", gone);
    }
  }
}
