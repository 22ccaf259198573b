package io.coterie.tracker.presence;

import io.coterie.tracker.store.Transactions;
import java.time.Duration;

/**
 * A tracker's word that its peers are online: renewed each second, lasting five. When a tracker
 * dies its peers' rows stop counting with the lease; they are deleted only much later, so that a
 * store which was away for a while finds everything as it was. Used by one thread at a time.
 */
final class Lease {

  /** How often it is renewed. */
  static final Duration RENEWAL = Duration.ofSeconds(1);

  /** How long it lasts without renewal. */
  static final Duration LIFE = Duration.ofSeconds(5);

  /** How long after its end what was said under it is deleted. */
  static final Duration KEPT = Duration.ofMinutes(10);

  private final Transactions transactions;
  private final PresenceRepository presence;
  private final String trackerId;
  private boolean taken;

  Lease(Transactions transactions, PresenceRepository presence, String trackerId) {
    this.transactions = transactions;
    this.presence = presence;
    this.trackerId = trackerId;
  }

  /**
   * Takes the lease, or renews it.
   *
   * @return false when it was taken before and has been deleted meanwhile, with all said under it
   */
  boolean renew() {
    boolean found =
        transactions.write(tx -> presence.renewLease(tx, trackerId, tx.now().plus(LIFE)));
    boolean kept = found || !taken;
    taken = true;
    return kept;
  }

  /** Deletes what trackers said that have been gone for long. */
  void removeLapsed() {
    transactions.<Boolean>write(
        tx -> {
          presence.removeLapsed(tx, tx.now().minus(KEPT));
          return true;
        });
  }

  /** Gives the lease up, with all that was said under it. */
  void end() {
    transactions.<Boolean>write(
        tx -> {
          presence.removeTracker(tx, trackerId);
          return true;
        });
  }
}
