package io.coterie.tracker.sql;

import io.coterie.rpc.net.HostPort;
import io.coterie.tracker.presence.AttachedPeer;
import io.coterie.tracker.presence.PresenceRepository;
import io.coterie.tracker.store.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.stream.Collectors;

/** Leases and attached peers in SQL. */
public final class SqlPresence implements PresenceRepository {

  @Override
  public boolean renewLease(Tx tx, String trackerId, Instant until) {
    SqlTx sql = SqlTx.of(tx);
    boolean found =
        sql.update(
                "update tracker_lease set expires_at = ? where tracker_id = ?",
                until.toEpochMilli(),
                trackerId)
            > 0;
    if (!found) {
      sql.update(
          "insert into tracker_lease (tracker_id, started_at, expires_at) values (?, ?, ?)",
          trackerId,
          sql.nowMillis(),
          until.toEpochMilli());
    }
    return found;
  }

  @Override
  public void put(Tx tx, String attachId, String trackerId, AttachedPeer peer) {
    SqlTx sql = SqlTx.of(tx);
    sql.update(
        """
        insert into presence
          (user_key, peer_id, attach_id, session_id, tracker_id, endpoints, attached_at)
        values (?, ?, ?, ?, ?, ?, ?)
        on conflict (user_key, peer_id) do update set
          attach_id = excluded.attach_id,
          session_id = excluded.session_id,
          tracker_id = excluded.tracker_id,
          endpoints = excluded.endpoints,
          attached_at = excluded.attached_at
        """,
        peer.userKey(),
        peer.peerId(),
        attachId,
        peer.sessionId(),
        trackerId,
        peer.endpoints().stream().map(HostPort::toString).collect(Collectors.joining("\n")),
        sql.nowMillis());
  }

  @Override
  public void remove(Tx tx, Collection<String> attachIds) {
    for (String attachId : attachIds) {
      SqlTx.of(tx).update("delete from presence where attach_id = ?", attachId);
    }
  }

  @Override
  public void removeTracker(Tx tx, String trackerId) {
    SqlTx.of(tx).update("delete from presence where tracker_id = ?", trackerId);
    SqlTx.of(tx).update("delete from tracker_lease where tracker_id = ?", trackerId);
  }

  @Override
  public void removeLapsed(Tx tx, Instant before) {
    SqlTx sql = SqlTx.of(tx);
    sql.update("delete from tracker_lease where expires_at < ?", before.toEpochMilli());
    sql.update(
        """
        delete from presence where tracker_id in (
          select gone.tracker_id from presence gone where not exists (
            select 1 from tracker_lease lease where lease.tracker_id = gone.tracker_id))
        """);
  }
}
