package io.coterie.tracker.presence;

import io.coterie.tracker.store.Tx;
import java.time.Instant;
import java.util.Collection;

/** Who is attached where, and whose word on that counts. */
public interface PresenceRepository {

  /**
   * Keeps a tracker's peers online until a moment.
   *
   * @return false when there was no lease to renew and a new one was made
   */
  boolean renewLease(Tx tx, String trackerId, Instant until);

  /** Says that a peer is attached by this stream, in place of any other stream of that peer. */
  void put(Tx tx, String attachId, String trackerId, AttachedPeer peer);

  /** Takes back what was said of these streams, unless their peers are attached by others. */
  void remove(Tx tx, Collection<String> attachIds);

  /** Takes back all that a tracker said, with its lease. */
  void removeTracker(Tx tx, String trackerId);

  /** Deletes leases that lapsed before a moment, and what was said under them. */
  void removeLapsed(Tx tx, Instant before);
}
