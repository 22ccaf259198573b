package io.coterie.tracker.sql;

import io.coterie.rpc.tls.PeerId;
import io.coterie.rpc.tls.PeerKey;
import io.coterie.tracker.session.Session;
import io.coterie.tracker.session.SessionCursor;
import io.coterie.tracker.session.SessionRepository;
import io.coterie.tracker.store.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Sessions in SQL. */
public final class SqlSessions implements SessionRepository {

  private static final String SELECT =
      "select s.session_id, s.user_key, a.name, s.peer_id, s.key_thumbprint, s.created_at,"
          + " s.expires_at from session s join account a on a.user_key = s.user_key where ";

  private static final String LIVE = " s.ended_at is null and s.expires_at > ? ";

  private static final String NEWEST_FIRST = " order by s.created_at desc, s.session_id desc ";

  @Override
  public void insert(Tx tx, Session session, String tokenHash) {
    SqlTx.of(tx)
        .update(
            "insert into session (session_id, token_hash, user_key, peer_id, key_thumbprint,"
                + " created_at, expires_at) values (?, ?, ?, ?, ?, ?, ?)",
            session.id(),
            tokenHash,
            session.userKey(),
            session.peerId(),
            session.peer().map(PeerKey::thumbprint).orElse(""),
            session.createTime().toEpochMilli(),
            session.expireTime().toEpochMilli());
  }

  @Override
  public void replace(Tx tx, String userKey, String peerId, Instant openedBefore) {
    SqlTx.of(tx)
        .update(
            "delete from session where user_key = ? and peer_id = ? and peer_id <> ''"
                + " and (ended_at is not null or created_at < ?)",
            userKey,
            peerId,
            openedBefore.toEpochMilli());
  }

  @Override
  public Optional<Session> findLive(Tx tx, String tokenHash) {
    SqlTx sql = SqlTx.of(tx);
    return sql.first(
        SELECT + LIVE + "and s.token_hash = ?", SqlSessions::read, sql.nowMillis(), tokenHash);
  }

  @Override
  public Optional<Session> findEnded(Tx tx, String tokenHash, Instant since) {
    return SqlTx.of(tx)
        .first(
            SELECT + "s.ended_at > ? and s.token_hash = ?",
            SqlSessions::read,
            since.toEpochMilli(),
            tokenHash);
  }

  @Override
  public Optional<Session> findLive(Tx tx, String userKey, String sessionId) {
    SqlTx sql = SqlTx.of(tx);
    return sql.first(
        SELECT + LIVE + "and s.session_id = ? and s.user_key = ?",
        SqlSessions::read,
        sql.nowMillis(),
        sessionId,
        userKey);
  }

  @Override
  public boolean knows(Tx tx, String userKey, String peerId) {
    return SqlTx.of(tx)
        .first(
            "select 1 from session where user_key = ? and peer_id = ? and peer_id <> ''",
            row -> Boolean.TRUE,
            userKey,
            peerId)
        .isPresent();
  }

  @Override
  public boolean extend(Tx tx, String sessionId, Instant end) {
    SqlTx sql = SqlTx.of(tx);
    return sql.update(
            "update session set expires_at = ?"
                + " where session_id = ? and ended_at is null and expires_at > ?",
            end.toEpochMilli(),
            sessionId,
            sql.nowMillis())
        == 1;
  }

  @Override
  public boolean end(Tx tx, String sessionId) {
    SqlTx sql = SqlTx.of(tx);
    return sql.update(
            "update session set ended_at = ? where session_id = ? and ended_at is null",
            sql.nowMillis(),
            sessionId)
        == 1;
  }

  @Override
  public boolean endExpired(Tx tx, String sessionId) {
    SqlTx sql = SqlTx.of(tx);
    return sql.update(
            "update session set ended_at = ?"
                + " where session_id = ? and ended_at is null and expires_at <= ?",
            sql.nowMillis(),
            sessionId,
            sql.nowMillis())
        == 1;
  }

  @Override
  public List<Session> live(Tx tx, String userKey) {
    SqlTx sql = SqlTx.of(tx);
    return sql.list(
        SELECT + LIVE + "and s.user_key = ?" + NEWEST_FIRST,
        SqlSessions::read,
        sql.nowMillis(),
        userKey);
  }

  @Override
  public List<Session> page(Tx tx, String userKey, Optional<SessionCursor> after, int limit) {
    SqlTx sql = SqlTx.of(tx);
    return sql.list(
        SELECT
            + LIVE
            + "and s.user_key = ? and (s.created_at, s.session_id) < (?, ?)"
            + NEWEST_FIRST
            + "limit ?",
        SqlSessions::read,
        sql.nowMillis(),
        userKey,
        after.map(cursor -> cursor.createTime().toEpochMilli()).orElse(Long.MAX_VALUE),
        after.map(SessionCursor::sessionId).orElse(""),
        limit);
  }

  @Override
  public List<Session> expired(Tx tx, int limit) {
    SqlTx sql = SqlTx.of(tx);
    return sql.list(
        SELECT + "s.ended_at is null and s.expires_at <= ? order by s.expires_at limit ?",
        SqlSessions::read,
        sql.nowMillis(),
        limit);
  }

  private static Session read(ResultSet row) throws SQLException {
    String peerId = row.getString(4);
    return new Session(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        peerId.isEmpty()
            ? Optional.empty()
            : Optional.of(new PeerKey(new PeerId(peerId), row.getString(5))),
        Instant.ofEpochMilli(row.getLong(6)),
        Instant.ofEpochMilli(row.getLong(7)));
  }
}
