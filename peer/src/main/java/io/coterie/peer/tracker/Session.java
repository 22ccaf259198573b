package io.coterie.peer.tracker;

import io.coterie.rpc.auth.BearerToken;
import io.coterie.rpc.tls.PeerId;
import java.time.Instant;

/**
 * An open session. Lives in memory only; prints no secret.
 *
 * @param token the secret that calls to the tracker carry
 * @param user the account's name as stored
 * @param peerId the peer that logged in
 * @param expireTime when it ends unless extended, by the tracker's clock
 */
public record Session(BearerToken token, String user, PeerId peerId, Instant expireTime) {

  Session extendedTo(Instant later) {
    return new Session(token, user, peerId, later);
  }
}
