package io.coterie.tracker.sql;

import java.sql.SQLException;

/** The database failed at a statement. The message names the statement, never its values. */
public final class SqlFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Wraps what JDBC threw at {@code sql}. */
  public SqlFailure(String sql, SQLException cause) {
    super(cause.getMessage() + " at: " + sql, cause);
  }
}
