package io.coterie.peer.control;

import io.coterie.peer.trust.TrustBundle;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.tls.Identity;
import io.coterie.rpc.tls.SwitchableKeyManager;
import io.coterie.rpc.tls.SwitchableTrustManager;
import io.coterie.rpc.tls.TrustAnchors;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What this peer's connections show and trust: before a login an identity that nobody vouches for
 * and no authority, afterwards what the tracker certified. Connections that stand keep what they
 * have. Thread-safe.
 */
public final class PeerTls {
  private static final TrustAnchors NOBODY = new TrustAnchors(Set.of(), Set.of());

  private final Identity anonymous;
  private final SwitchableKeyManager identity;
  private final SwitchableTrustManager peers = new SwitchableTrustManager(NOBODY);
  private final SwitchableTrustManager trackers = new SwitchableTrustManager(NOBODY);
  private final Supplier<TrustAnchors> trackerAnchors;
  private volatile Optional<TrustBundle> bundle = Optional.empty();

  /**
   * Begins without a user.
   *
   * @param anonymous what is shown while nobody is logged in
   * @param trackerAnchors finds the authorities by which trackers are trusted at first, or throws
   *     TRACKER_NOT_TRUSTED
   */
  public PeerTls(Identity anonymous, Supplier<TrustAnchors> trackerAnchors) {
    this.anonymous = anonymous;
    this.identity = new SwitchableKeyManager(anonymous);
    this.trackerAnchors = trackerAnchors;
  }

  /** What connections to and from other peers show. */
  public SwitchableKeyManager identity() {
    return identity;
  }

  /** What connections to and from other peers trust. */
  public SwitchableTrustManager peers() {
    return peers;
  }

  /** What connections to trackers trust. */
  public SwitchableTrustManager trackers() {
    return trackers;
  }

  /**
   * Makes sure that there is something by which trackers are trusted. It may not have been there
   * when the peer started: the first tracker makes it.
   *
   * @throws Refusal TRACKER_NOT_TRUSTED, saying what to do
   */
  synchronized void requireTrackerTrust() {
    if (trackers.current().equals(NOBODY)) {
      trackers.switchTo(trackerAnchors.get());
    }
  }

  /** The trust bundle in force; empty while nobody is logged in. */
  public Optional<TrustBundle> bundle() {
    return bundle;
  }

  void showAs(Identity user) {
    identity.switchTo(user);
  }

  void trust(TrustBundle fetched) {
    TrustAnchors anchors = TrustAnchors.of(fetched.authorities());
    peers.switchTo(anchors);
    trackers.switchTo(anchors);
    bundle = Optional.of(fetched);
  }

  /** Shows and trusts nobody among peers any more; trackers stay trusted. */
  void forgetUser() {
    identity.switchTo(anonymous);
    peers.switchTo(NOBODY);
    bundle = Optional.empty();
  }
}
