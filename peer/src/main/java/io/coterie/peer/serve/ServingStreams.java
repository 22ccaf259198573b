package io.coterie.peer.serve;

import io.coterie.peer.content.ContentId;
import io.coterie.peer.store.Catalog;
import io.coterie.peer.store.CatalogListener;
import io.coterie.peer.store.HeldContent;
import io.coterie.peer.trust.Revocations;
import io.coterie.peer.trust.TrackerClock;
import io.coterie.rpc.auth.CertificateCaller;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.tls.PeerId;
import io.coterie.rpc.v1.ErrorReason;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The streams being served, so that they can be ended when a membership is revoked or content is
 * taken out. Bounds their number: altogether, for each user and for each peer. Thread-safe.
 */
public final class ServingStreams implements Revocations.Listener, CatalogListener {
  /** How many streams are served at a time. */
  public static final int MAX_STREAMS = 1000;

  /** How many of them to one peer. */
  public static final int MAX_STREAMS_PER_PEER = 64;

  /** How many to the peers of one user together, so that one user does not take all of them. */
  public static final int MAX_STREAMS_PER_USER = 4 * MAX_STREAMS_PER_PEER;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final AccessControl access;
  private final Catalog catalog;
  private final TrackerClock clock;
  private final ScheduledExecutorService timers;
  private final Set<StreamLease> leases = ConcurrentHashMap.newKeySet();
  private final Spreads spreads = new Spreads();
  private final ConcurrentHashMap<PeerId, Integer> perPeer = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Integer> perUser = new ConcurrentHashMap<>();

  /**
   * Listens to revocations and to the catalog.
   *
   * @param timers ends streams whose grant runs out; its tasks do not block
   */
  public ServingStreams(
      AccessControl access,
      Catalog catalog,
      Revocations revocations,
      TrackerClock clock,
      ScheduledExecutorService timers) {
    this.access = access;
    this.catalog = catalog;
    this.clock = clock;
    this.timers = timers;
    revocations.addListener(this);
    catalog.addListener(this);
  }

  /**
   * Admits a stream and looks after it until {@link #close}.
   *
   * @param end ends the stream; called at most a few times, from any thread
   * @throws Refusal a GRANT reason, CONTENT_NOT_SERVED, or OVERLOADED when there are too many
   */
  StreamLease open(
      CertificateCaller caller, String grantText, ContentId id, Consumer<Refusal> end) {
    Admission admission = access.check(caller, grantText, id);
    int peers = perPeer.merge(caller.peerId(), 1, Integer::sum);
    int users = perUser.merge(caller.user(), 1, Integer::sum);
    if (peers > MAX_STREAMS_PER_PEER
        || users > MAX_STREAMS_PER_USER
        || leases.size() >= MAX_STREAMS) {
      leave(caller);
      throw new Refusal(
              ErrorReason.ERROR_REASON_OVERLOADED,
              "this peer serves as many streams as it can; try again later or another source")
          .retryAfter(RETRY_AFTER);
    }
    Spread spread = spreads.open(id);
    StreamLease lease = new StreamLease(access, clock, timers, caller, admission, spread, end);
    leases.add(lease);
    try {
      // What changed between the check and here was not told to this stream.
      access.requireUnrevoked(admission.grant());
      access.find(id);
    } catch (Refusal e) {
      close(lease);
      throw e;
    }
    return lease;
  }

  /** The stream is over. Safe to call again. */
  void close(StreamLease lease) {
    if (leases.remove(lease)) {
      lease.release();
      spreads.close(lease.id());
      leave(lease.caller());
    }
  }

  /** How many streams are being served. */
  public int count() {
    return leases.size();
  }

  @Override
  public void revoked(String groupId, String user, long minVersion) {
    endAll(
        lease -> {
          Grant grant = lease.grant();
          return grant.groupId().equals(groupId)
              && grant.user().equals(user)
              && grant.version() < minVersion;
        },
        AccessControl.revoked());
  }

  @Override
  public void removed(HeldContent content, Optional<String> fault) {
    if (catalog.find(content.id()).isEmpty()) {
      endAll(
          lease -> lease.id().equals(content.id()),
          fault.isPresent() ? AccessControl.changed() : AccessControl.notServed());
    }
  }

  private void endAll(Predicate<StreamLease> which, Refusal reason) {
    leases.stream().filter(which).forEach(lease -> lease.end(reason));
  }

  private void leave(CertificateCaller caller) {
    discount(perPeer, caller.peerId());
    discount(perUser, caller.user());
  }

  private static <K> void discount(ConcurrentHashMap<K, Integer> counts, K key) {
    counts.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1);
  }
}
