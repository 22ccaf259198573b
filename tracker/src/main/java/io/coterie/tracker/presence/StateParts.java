package io.coterie.tracker.presence;

import io.coterie.tracker.presence.PeerEvent.Membership;
import io.coterie.tracker.presence.PeerEvent.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * The state that one peer is told, in parts that it takes one after the other. The places are of
 * one moment. What was revoked is read on page by page; what is revoked behind such a page is told
 * as an event. Confined to one thread.
 */
final class StateParts {

  /** Places in one part, and revocations in one part. */
  static final int SIZE = 1000;

  /**
   * The state of one moment, with the first page of what was revoked.
   *
   * @param now when, by the store's clock
   */
  record State(Instant now, List<KnownPlace> places, List<Revoked> revoked) {}

  private final String deploymentId;
  private final String trackerId;
  private final Instant now;
  private final List<Membership> memberships;
  private final Function<Revoked, List<Revoked>> revokedAfter;

  private List<Revoked> page;
  private int told;

  /**
   * The parts of a state.
   *
   * @param revokedAfter reads the page after the one that ends with this revocation
   */
  StateParts(
      String deploymentId,
      String trackerId,
      State state,
      Function<Revoked, List<Revoked>> revokedAfter) {
    this.deploymentId = deploymentId;
    this.trackerId = trackerId;
    this.revokedAfter = revokedAfter;
    now = state.now();
    memberships = state.places().stream().map(KnownPlace::membership).toList();
    page = state.revoked();
  }

  /** The next part, to be asked for while the one before says that there is more. */
  Snapshot next() {
    List<Membership> places = memberships.stream().skip(told).limit(SIZE).toList();
    List<Revoked> revoked = page;
    told += places.size();
    page = revoked.size() < SIZE ? List.of() : revokedAfter.apply(revoked.get(revoked.size() - 1));
    return new Snapshot(
        deploymentId,
        trackerId,
        now,
        places,
        revoked.stream().map(Revoked::revocation).toList(),
        told < memberships.size() || !page.isEmpty());
  }
}
