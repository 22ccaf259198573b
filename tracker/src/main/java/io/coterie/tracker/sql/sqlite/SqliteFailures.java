package io.coterie.tracker.sql.sqlite;

import java.sql.SQLException;
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

  /** The kind of failure without its variants, such as SQLITE_BUSY_SNAPSHOT. */
  private static SQLiteErrorCode primary(SQLException failure) {
    if (failure instanceof SQLiteException sqlite) {
      return SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff);
    }
    return SQLiteErrorCode.getErrorCode(failure.getErrorCode() & 0xff);
  }
}
