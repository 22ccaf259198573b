package io.coterie.tracker.sql;

import io.coterie.tracker.account.AttemptRepository;
import io.coterie.tracker.store.Tx;
import java.time.Instant;
import java.util.Optional;

/** Attempts to log in, in SQL. */
public final class SqlAttempts implements AttemptRepository {

  @Override
  public Optional<Long> count(Tx tx, String key, Instant forgetBefore) {
    SqlTx sql = SqlTx.of(tx);
    return sql.first(
        "insert into login_attempt (throttle_key, failures, blocked_until, last_at)"
            + " values (?, 1, 0, ?) on conflict (throttle_key) do update set"
            + " failures = case when login_attempt.last_at < ? then 1"
            + " else login_attempt.failures + 1 end,"
            + " last_at = excluded.last_at"
            + " where login_attempt.blocked_until <= excluded.last_at"
            + " returning failures",
        row -> row.getLong(1),
        key,
        sql.nowMillis(),
        forgetBefore.toEpochMilli());
  }

  @Override
  public void block(Tx tx, String key, Instant until) {
    SqlTx.of(tx)
        .update(
            "update login_attempt set blocked_until = ? where throttle_key = ?",
            until.toEpochMilli(),
            key);
  }

  @Override
  public Instant blockedUntil(Tx tx, String key) {
    return SqlTx.of(tx)
        .first(
            "select blocked_until from login_attempt where throttle_key = ?",
            row -> Instant.ofEpochMilli(row.getLong(1)),
            key)
        .orElse(Instant.EPOCH);
  }

  @Override
  public void clear(Tx tx, String key) {
    SqlTx.of(tx).update("delete from login_attempt where throttle_key = ?", key);
  }
}
