package io.coterie.tracker.presence;

import io.coterie.rpc.net.HostPort;
import java.util.List;

/**
 * Who attaches.
 *
 * @param user the account's name as stored
 * @param userKey the folded name, by which the account is unique
 * @param sessionId the session that attaches
 * @param peerId the peer of that session
 * @param endpoints where other peers reach it, in the order in which to try
 */
public record AttachedPeer(
    String user, String userKey, String sessionId, String peerId, List<HostPort> endpoints) {

  /** Copies the list. */
  public AttachedPeer {
    endpoints = List.copyOf(endpoints);
  }
}
