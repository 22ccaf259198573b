package io.coterie.bench.load;

import io.coterie.tracker.session.SessionToken;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * Rows that would take calls too long to make: accounts with a session each, and shares. The user 0
 * is a member of all groups. Each file has ten sources.
 *
 * @param accounts how many accounts, at least {@link #LEAST_ACCOUNTS}
 * @param shares how many rows of sources
 */
record Seed(int accounts, long shares) {

  static final int GROUPS = 100;

  /** Every seed has them. */
  static final int LEAST_ACCOUNTS = 1_000;

  static final int SOURCES_PER_FILE = 10;
  private static final int PEER_ID_LENGTH = 52;
  private static final int LETTERS = 26;
  private static final int ROOT_BYTES = 32;

  private static final String NUMBERS =
      "with recursive n(i) as (select cast(0 as bigint) union all select i + 1 from n where i + 1 <"
          + " ?) ";

  /** The token of a user's session. */
  static String token(int user) {
    return "bench-token-of-user-" + user;
  }

  static String user(int number) {
    return "bench" + number;
  }

  static String group(long file) {
    return "bench-g" + file % GROUPS;
  }

  static String file(long file) {
    return "bench-f" + file;
  }

  /** How many files there are. */
  long files() {
    return shares / SOURCES_PER_FILE;
  }

  /** Adds what is missing to a store that a tracker has made. */
  void fill(String url, Instant now) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      connection.setAutoCommit(false);
      accounts(connection, now.toEpochMilli());
      groups(connection, now.toEpochMilli());
      files(connection, now.toEpochMilli());
      connection.commit();
    }
  }

  private void accounts(Connection connection, long now) throws SQLException {
    try (PreparedStatement account =
            connection.prepareStatement(
                "insert into account (user_key, name, password_hash, created_at)"
                    + " values (?, ?, 'none', ?) on conflict do nothing");
        PreparedStatement session =
            connection.prepareStatement(
                "insert into session (session_id, token_hash, user_key, peer_id, key_thumbprint,"
                    + " created_at, expires_at) values (?, ?, ?, ?, 'none', ?, ?)"
                    + " on conflict do nothing")) {
      for (int i = 0; i < accounts; i++) {
        set(account, user(i), user(i), now);
        set(
            session,
            "bench-session-" + i,
            new SessionToken(token(i)).hash(),
            user(i),
            peer(i),
            now,
            now + Duration.ofDays(1).toMillis());
      }
      account.executeBatch();
      session.executeBatch();
    }
  }

  private static void groups(Connection connection, long now) throws SQLException {
    try (PreparedStatement group =
            connection.prepareStatement(
                "insert into grp (group_id, name_key, name, version, created_at)"
                    + " values (?, ?, ?, 1, ?) on conflict do nothing");
        PreparedStatement member =
            connection.prepareStatement(
                "insert into membership (group_id, user_key, state, version, version_at,"
                    + " changed_version, since_version, since_at)"
                    + " values (?, ?, 'OWNER', 1, ?, 1, 1, ?) on conflict do nothing")) {
      for (int i = 0; i < GROUPS; i++) {
        set(group, group(i), group(i), group(i), now);
        set(member, group(i), user(0), now, now);
      }
      group.executeBatch();
      member.executeBatch();
    }
  }

  private void files(Connection connection, long now) throws SQLException {
    try (PreparedStatement file =
            connection.prepareStatement(
                NUMBERS
                    + "insert into file (group_id, name, size, piece_size, root, publisher_key,"
                    + " shared_at, version) select 'bench-g' || (i % 100), 'bench-f' || i, 1048576,"
                    + " 1048576, ?, 'bench0', ?, 1 from n where true on conflict do nothing");
        PreparedStatement source =
            connection.prepareStatement(
                NUMBERS
                    + "insert into source (group_id, name, user_key, peer_id) select 'bench-g' ||"
                    + " ((i / 10) % 100), 'bench-f' || (i / 10), 'bench' || (i % 10), '"
                    + peer(0).substring(1)
                    + "' || substr('abcdefghij', cast(i % 10 as integer) + 1, 1)"
                    + " from n where true on conflict do nothing")) {
      file.setLong(1, files());
      file.setBytes(2, "r".repeat(ROOT_BYTES).getBytes(StandardCharsets.US_ASCII));
      file.setLong(3, now);
      file.executeUpdate();
      source.setLong(1, shares);
      source.executeUpdate();
    }
  }

  /** A peer id that belongs to no key. */
  private static String peer(int user) {
    StringBuilder id = new StringBuilder();
    for (int rest = user; rest > 0; rest /= LETTERS) {
      id.append((char) ('a' + rest % LETTERS));
    }
    return "a".repeat(PEER_ID_LENGTH - id.length()) + id;
  }

  private static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    statement.addBatch();
  }
}
