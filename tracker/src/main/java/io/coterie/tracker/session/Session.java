package io.coterie.tracker.session;

import io.coterie.rpc.tls.PeerKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A session of a user, usually of one of the user's peers.
 *
 * @param id names the session; no secret
 * @param userKey the folded name of the account
 * @param user the account's name as stored
 * @param peer the certified key, empty for a session without a peer
 * @param expireTime when it ends unless it is extended
 */
public record Session(
    String id,
    String userKey,
    String user,
    Optional<PeerKey> peer,
    Instant createTime,
    Instant expireTime) {

  /** The peer's id as stored; empty without a peer. */
  public String peerId() {
    return peer.map(key -> key.peerId().value()).orElse("");
  }

  /** This session with another end. */
  public Session until(Instant end) {
    return new Session(id, userKey, user, peer, createTime, end);
  }
}
