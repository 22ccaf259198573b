package io.coterie.tracker.sql.copy;

import java.util.List;

/**
 * A table with its columns, by the names that both databases know.
 *
 * @param columns all of them; blobs are told by {@code blobs}
 * @param blobs the columns that hold bytes
 */
record Table(String name, List<String> columns, List<String> blobs) {

  /** All tables of the schema, each after those that it refers to. */
  static final List<Table> ALL =
      List.of(
          of("deployment", "id deployment_id secret* ca_fingerprint grant_key_id created_at"),
          of("account", "user_key name password_hash suspended_at created_at"),
          of("login_attempt", "throttle_key failures blocked_until last_at"),
          of(
              "session",
              "session_id token_hash user_key peer_id key_thumbprint created_at expires_at"
                  + " ended_at"),
          of("grp", "group_id name_key name version created_at changed_at"),
          of("deleted_group", "group_id deleted_at"),
          of(
              "membership",
              "group_id user_key state version version_at changed_version since_version since_at"),
          of(
              "file",
              "group_id name size piece_size root* publisher_key shared_at version removed_at"),
          of("source", "group_id name user_key peer_id"),
          of("request_log", "caller request_id fingerprint response* refusal* created_at"),
          of("event", "event_id group_id kind actor_key subject_key file bytes created_at"),
          of("tracker_lease", "tracker_id started_at expires_at"),
          of("presence", "user_key peer_id attach_id session_id tracker_id endpoints attached_at"));

  private static Table of(String name, String columns) {
    List<String> marked = List.of(columns.split(" ", -1));
    return new Table(
        name,
        marked.stream().map(Table::unmarked).toList(),
        marked.stream().filter(column -> column.endsWith("*")).map(Table::unmarked).toList());
  }

  private static String unmarked(String column) {
    return column.endsWith("*") ? column.substring(0, column.length() - 1) : column;
  }

  String select() {
    return "select " + String.join(", ", columns) + " from " + name;
  }

  String insert() {
    return "insert into %s (%s) values (%s)"
        .formatted(
            name,
            String.join(", ", columns),
            String.join(", ", columns.stream().map(column -> "?").toList()));
  }

  boolean isBlob(int column) {
    return blobs.contains(columns.get(column));
  }
}
