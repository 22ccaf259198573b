package io.coterie.tracker.sql;

import com.google.protobuf.ByteString;
import io.coterie.tracker.request.RequestKey;
import io.coterie.tracker.request.RequestLog;
import io.coterie.tracker.store.Tx;
import java.time.Instant;
import java.util.Optional;

/** First outcomes in SQL. */
public final class SqlRequestLog implements RequestLog {

  private static final byte[] NOT_YET = {};

  @Override
  public boolean claim(Tx tx, RequestKey key, String fingerprint, Instant since) {
    SqlTx sql = SqlTx.of(tx);
    return sql.update(
            "insert into request_log (caller, request_id, fingerprint, response, created_at)"
                + " values (?, ?, ?, ?, ?) on conflict (caller, request_id) do update set"
                + " fingerprint = excluded.fingerprint, response = excluded.response,"
                + " refusal = excluded.refusal, created_at = excluded.created_at"
                + " where request_log.created_at <= ?",
            key.caller(),
            key.requestId(),
            fingerprint,
            NOT_YET,
            sql.nowMillis(),
            since.toEpochMilli())
        == 1;
  }

  @Override
  public void complete(Tx tx, RequestKey key, ByteString response) {
    keep(
        "update request_log set response = ? where caller = ? and request_id = ?",
        tx,
        key,
        response);
  }

  @Override
  public void refuse(Tx tx, RequestKey key, ByteString status) {
    keep("update request_log set refusal = ? where caller = ? and request_id = ?", tx, key, status);
  }

  private static void keep(String update, Tx tx, RequestKey key, ByteString bytes) {
    SqlTx.of(tx).update(update, bytes.toByteArray(), key.caller(), key.requestId());
  }

  @Override
  public Optional<Outcome> find(Tx tx, RequestKey key, Instant since) {
    return SqlTx.of(tx)
        .first(
            "select fingerprint, response, refusal from request_log"
                + " where caller = ? and request_id = ? and created_at > ?",
            row ->
                new Outcome(
                    row.getString(1),
                    ByteString.copyFrom(row.getBytes(2)),
                    Optional.ofNullable(row.getBytes(3)).map(ByteString::copyFrom)),
            key.caller(),
            key.requestId(),
            since.toEpochMilli());
  }
}
