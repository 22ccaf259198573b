package io.coterie.tracker.sql;

import io.coterie.tracker.store.Changes;
import io.coterie.tracker.store.Tx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A transaction on a database connection, and the few ways in which repositories talk to it. Used
 * by one thread. Failures of the database are thrown as {@link SqlFailure}.
 */
public final class SqlTx implements Tx {

  /** Makes an object of the row at which a result stands. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final Statements statements;
  private final Instant now;
  private final Set<String> groupIds = new HashSet<>();
  private final Set<String> userKeys = new HashSet<>();

  /** Begins no transaction: whoever makes this also begins and ends it. */
  public SqlTx(Statements statements, Instant now) {
    this.statements = statements;
    this.now = Instant.ofEpochMilli(now.toEpochMilli());
  }

  /** Returns the SQL face of a transaction, as every repository in SQL needs it. */
  public static SqlTx of(Tx tx) {
    return (SqlTx) tx;
  }

  @Override
  public Instant now() {
    return now;
  }

  /** {@link #now} as stored. */
  public long nowMillis() {
    return now.toEpochMilli();
  }

  @Override
  public void groupChanged(String groupId) {
    groupIds.add(groupId);
  }

  @Override
  public void sessionsChanged(String userKey) {
    userKeys.add(userKey);
  }

  /** What was noted as changed so far. */
  public Changes changes() {
    return new Changes(groupIds, userKeys);
  }

  /** Runs a change and returns how many rows it touched. */
  public int update(String sql, @Nullable Object... arguments) {
    try {
      return bound(sql, arguments).executeUpdate();
    } catch (SQLException failure) {
      throw new SqlFailure(sql, failure);
    }
  }

  /** Runs a query, or a change with RETURNING, and returns its rows. */
  public <T> List<T> list(String sql, Row<T> row, @Nullable Object... arguments) {
    try (ResultSet result = bound(sql, arguments).executeQuery()) {
      List<T> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(row.read(result));
      }
      return rows;
    } catch (SQLException failure) {
      throw new SqlFailure(sql, failure);
    }
  }

  /** As {@link #list}, for the first row. */
  public <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... arguments) {
    return list(sql, row, arguments).stream().findFirst();
  }

  private PreparedStatement bound(String sql, @Nullable Object... arguments) throws SQLException {
    PreparedStatement statement = statements.prepare(sql);
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
    return statement;
  }
}
