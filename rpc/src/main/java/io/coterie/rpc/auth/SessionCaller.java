package io.coterie.rpc.auth;

import io.coterie.rpc.tls.PeerKey;
import java.util.Optional;

/**
 * The holder of a session with a tracker.
 *
 * @param user the account's name as stored
 * @param userKey the folded name, by which the account is unique
 * @param sessionId names the session; no secret
 * @param peer the peer that logged in; empty for a session without a peer
 */
public record SessionCaller(String user, String userKey, String sessionId, Optional<PeerKey> peer)
    implements Caller {}
