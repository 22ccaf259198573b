package io.coterie.tracker.session;

import io.coterie.tracker.store.Tx;

/** What a peer may do and offers beyond its session, to be taken back with it. */
public interface PeerAccess {

  /** Takes the peer out as a source of everything. */
  void dropSources(Tx tx, String userKey, String peerId);

  /** Makes all grants of the user void, in every group. */
  void voidGrants(Tx tx, String userKey);
}
