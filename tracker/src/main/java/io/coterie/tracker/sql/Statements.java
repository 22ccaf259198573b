package io.coterie.tracker.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The prepared statements of one connection, kept for reuse: preparing costs more than most of our
 * statements do. Holds at most {@value #CAPACITY}, dropping the one unused for longest. Used by one
 * thread at a time.
 */
public final class Statements {

  private static final int CAPACITY = 256;

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared;
  private final boolean single;
  private boolean used;

  /** Keeps statements for {@code connection}; they end with it. */
  public Statements(Connection connection) {
    this(connection, new LinkedHashMap<>(64, 0.75f, true), false);
  }

  private Statements(
      Connection connection, Map<String, PreparedStatement> prepared, boolean single) {
    this.connection = connection;
    this.prepared = prepared;
    this.single = single;
  }

  /** These, for one use; a second one is refused with {@link SecondStatementException}. */
  public Statements single() {
    return new Statements(connection, prepared, true);
  }

  PreparedStatement prepare(String sql) throws SQLException {
    if (single && used) {
      throw new SecondStatementException();
    }
    used = true;
    PreparedStatement known = prepared.get(sql);
    if (known != null) {
      return known;
    }
    if (prepared.size() == CAPACITY) {
      var eldest = prepared.entrySet().iterator();
      eldest.next().getValue().close();
      eldest.remove();
    }
    PreparedStatement fresh = connection.prepareStatement(sql);
    prepared.put(sql, fresh);
    return fresh;
  }
}
