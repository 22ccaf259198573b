package io.coterie.tracker.sql;

/** Who is online, in SQL: a peer whose stream a tracker holds whose lease has not run out. */
final class Online {

  /**
   * Joins presence as p to the rows with user_key and peer_id of {@code alias}; p is null for a
   * peer that is offline. Takes the present time.
   */
  static String joinedPeer(String alias) {
    return " left join presence p on p.user_key = %s.user_key and p.peer_id = %s.peer_id"
            .formatted(alias, alias)
        + " and exists (select 1 from tracker_lease l"
        + " where l.tracker_id = p.tracker_id and l.expires_at > ?) ";
  }

  /** Whether the user of {@code alias} has a peer online. Takes the present time. */
  static String user(String alias) {
    return " exists (select 1 from presence p join tracker_lease l on l.tracker_id = p.tracker_id"
        + " where p.user_key = %s.user_key and l.expires_at > ?) ".formatted(alias);
  }

  private Online() {}
}
