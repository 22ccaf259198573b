package io.coterie.tracker.sql.postgres;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells by SQLSTATE what a failure of the database means for the transaction in which it came. */
final class PostgresFailures {

  /** What to do about a failure. */
  enum Kind {
    /** Two transactions were in each other's way; this one was undone and can run again. */
    CONFLICT,
    /**
     * A row that the transaction relies on came or went with another. To run again helps, unless
     * the statement is wrong by itself.
     */
    RACE,
    /**
     * The connection is of no use any more: it is broken, or its server leaves or is no primary.
     * What was not committed is undone; another connection may serve.
     */
    LOST,
    /** The fault lies with the database or the way to it, and not with the statement. */
    UNAVAILABLE,
    /** The statement is wrong. */
    WRONG
  }

  /** serialization_failure, deadlock_detected. */
  private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

  /** foreign_key_violation, unique_violation. */
  private static final Set<String> RACES = Set.of("23503", "23505");

  /** Beside class 08, connection exception: 57P01 admin_shutdown and its kin; 25006. */
  private static final Set<String> LOST = Set.of("57P01", "57P02", "57P03", "57P05", "25006");

  /**
   * By class: transaction rollback (40003 leaves the outcome open), invalid authorization,
   * insufficient resources, object not in prerequisite state (lock_timeout), operator intervention,
   * system error, internal error.
   */
  private static final Set<String> UNAVAILABLE = Set.of("40", "28", "53", "55", "57", "58", "XX");

  /**
   * This tracker stood still in a transaction, which was undone. It does not run again: its client
   * may have been answered by another tracker, and a change made then would come after that answer.
   */
  private static final String IDLE_IN_TRANSACTION = "25P03";

  private PostgresFailures() {}

  /** What a failure means; anything that did not come from the database is WRONG. */
  static Kind kindOf(Throwable failure) {
    SQLException cause = sqlCause(failure);
    if (cause == null) {
      return Kind.WRONG;
    }
    String state = cause.getSQLState();
    if (state == null || cause instanceof SQLTransientConnectionException) {
      return Kind.UNAVAILABLE;
    }
    if (CONFLICTS.contains(state)) {
      return Kind.CONFLICT;
    }
    if (RACES.contains(state)) {
      return Kind.RACE;
    }
    if (state.startsWith("08") || LOST.contains(state)) {
      return Kind.LOST;
    }
    boolean unavailable =
        state.equals(IDLE_IN_TRANSACTION)
            || (state.length() > 2 && UNAVAILABLE.contains(state.substring(0, 2)));
    return unavailable ? Kind.UNAVAILABLE : Kind.WRONG;
  }

  private static @Nullable SQLException sqlCause(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }
}
