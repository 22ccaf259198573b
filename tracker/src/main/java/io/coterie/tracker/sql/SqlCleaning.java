package io.coterie.tracker.sql;

import io.coterie.tracker.store.Cleaning;
import io.coterie.tracker.store.Tx;
import java.time.Duration;
import java.util.List;

/** Removes rows past their time, at most {@value #LIMIT} of each kind at a time. */
public final class SqlCleaning implements Cleaning {

  private static final int LIMIT = 500;

  private record Rule(String table, String key, String where, Duration kept) {

    int apply(SqlTx sql) {
      long before = sql.nowMillis() - kept.toMillis();
      // The condition stands twice: a row may have been taken into use again since it was chosen.
      return sql.update(
          "delete from %s where (%s) in (select %s from %s where %s < ? limit %d) and %s < ?"
              .formatted(table, key, key, table, where, LIMIT, where),
          before,
          before);
    }
  }

  /**
   * First outcomes stay for an hour longer than they count, so that none goes while it is looked
   * at. Ended sessions of peers stay for a month, by which their peers are known again at login.
   */
  private static final List<Rule> RULES =
      List.of(
          new Rule("request_log", "caller, request_id", "created_at", Duration.ofHours(25)),
          new Rule("login_attempt", "throttle_key", "last_at", Duration.ofHours(24)),
          new Rule("session", "session_id", "peer_id = '' and ended_at", Duration.ofHours(24)),
          new Rule("session", "session_id", "ended_at", Duration.ofDays(30)),
          new Rule("deleted_group", "group_id", "deleted_at", Duration.ofHours(1)),
          new Rule("file", "group_id, name", "removed_at", Duration.ofHours(24)),
          new Rule("event", "event_id", "created_at", Duration.ofDays(90)));

  @Override
  public int clean(Tx tx) {
    SqlTx sql = SqlTx.of(tx);
    return RULES.stream().mapToInt(rule -> rule.apply(sql)).sum();
  }
}
