package io.coterie.tracker.sql.sqlite;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Tells a database that cannot answer now from a statement that is wrong. */
final class SqliteFailures {

  private static final Set<SQLiteErrorCode> UNAVAILABLE =
      EnumSet.of(
          SQLiteErrorCode.SQLITE_BUSY,
          SQLiteErrorCode.SQLITE_LOCKED,
          SQLiteErrorCode.SQLITE_IOERR,
          SQLiteErrorCode.SQLITE_FULL,
          SQLiteErrorCode.SQLITE_CANTOPEN,
          SQLiteErrorCode.SQLITE_READONLY,
          SQLiteErrorCode.SQLITE_PROTOCOL,
          SQLiteErrorCode.SQLITE_NOMEM,
          SQLiteErrorCode.SQLITE_CORRUPT,
          SQLiteErrorCode.SQLITE_NOTADB);

  private SqliteFailures() {}

  /** Whether another connection has the lock that was wanted. */
  static boolean isBusy(SQLException failure) {
    return primary(failure) == SQLiteErrorCode.SQLITE_BUSY;
  }

  /** Whether the fault lies with the store or its disk, and not with the statement. */
  static boolean isUnavailable(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql && UNAVAILABLE.contains(primary(sql))) {
        return true;
      }
    }
    return false;
  }

  /** Refuses a call because the store does not answer in time. */
  static Refusal unavailable(String why) {
    return new Refusal(ErrorReason.ERROR_REASON_STORE_UNAVAILABLE, message(why));
  }

  /** Refuses a call because the store failed. */
  static Refusal unavailable(String why, Throwable cause) {
    return new Refusal(ErrorReason.ERROR_REASON_STORE_UNAVAILABLE, message(why), cause);
  }

  /** Refuses a call because too many wait already. */
  static Refusal overloaded() {
    return new Refusal(
            ErrorReason.ERROR_REASON_OVERLOADED,
            "the tracker's store is overloaded; try again soon")
        .retryAfter(Duration.ofMillis(500));
  }

  private static String message(String why) {
    return "the tracker's store does not answer (" + why + "); call again";
  }

  /** The kind of failure without its variants, such as SQLITE_BUSY_SNAPSHOT. */
  private static SQLiteErrorCode primary(SQLException failure) {
    if (failure instanceof SQLiteException sqlite) {
      return SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff);
    }
    return SQLiteErrorCode.getErrorCode(failure.getErrorCode() & 0xff);
  }
}
