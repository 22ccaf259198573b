package io.coterie.tracker.sql.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks servers which timeline they write. Each promotion begins a new one, with the next number,
 * before the new primary takes its first write; a primary keeps its own for as long as it runs.
 * Read from the name of the file that is written to (PostgreSQL's manual, "Backup Control
 * Functions"), as that asks for no privilege and holds at once, where the control file changes only
 * with the next checkpoint. Thread-safe.
 */
final class Timeline {

  /** Of a server that does not tell; lower than any. */
  static final long UNTOLD = 0;

  private static final Logger log = LoggerFactory.getLogger(Timeline.class);

  private static final String STANDBY = "standby";

  private static final String FULL =
      "select case when pg_is_in_recovery() then 'standby'"
          + " else pg_walfile_name(pg_current_wal_lsn()) end";

  private static final String ROLE_ONLY =
      "select case when pg_is_in_recovery() then 'standby' else '' end";

  /** Eight digits of the timeline, sixteen of the position. */
  private static final Pattern FILE = Pattern.compile("[0-9A-F]{24}");

  /** feature_not_supported, insufficient_privilege, undefined_function. */
  private static final Set<String> NOT_THERE = Set.of("0A000", "42501", "42883");

  private volatile String question = FULL;

  /**
   * The timeline that a server writes; empty for a standby, which writes none.
   *
   * @param connection outside a transaction when it is the first that is asked
   */
  OptionalLong of(Connection connection) throws SQLException {
    try {
      return ask(connection);
    } catch (SQLException failure) {
      if (question.equals(ROLE_ONLY) || !NOT_THERE.contains(failure.getSQLState())) {
        throw failure;
      }
      log.warn(
          "the store does not tell its timeline ({}): a primary that was replaced and does not know"
              + " it will not be noticed",
          failure.getMessage());
      question = ROLE_ONLY;
      return ask(connection);
    }
  }

  private OptionalLong ask(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      String answer = row.getString(1);
      if (answer.equals(STANDBY)) {
        return OptionalLong.empty();
      }
      return OptionalLong.of(
          FILE.matcher(answer).matches() ? Long.parseLong(answer, 0, 8, 16) : UNTOLD);
    }
  }
}
