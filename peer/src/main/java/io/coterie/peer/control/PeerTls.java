package io.coterie.peer.control;

import io.coterie.peer.trust.TrustBundle;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.tls.Identity;
import io.coterie.rpc.tls.KnownAuthorities;
import io.coterie.rpc.tls.SwitchableKeyManager;
import io.coterie.rpc.tls.SwitchableTrustManager;
import io.coterie.rpc.tls.TrustAnchors;
import io.coterie.rpc.tls.TrustSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this peer's connections show and trust: before a login an identity that nobody vouches for
 * and no authority, afterwards what the tracker certified. Connections that stand keep what they
 * have. Thread-safe.
 */
public final class PeerTls {
  private static final TrustAnchors NOBODY = TrustAnchors.of(Set.of());
  private static final Logger log = LoggerFactory.getLogger(PeerTls.class);

  private final Identity anonymous;
  private final SwitchableKeyManager identity;
  private final SwitchableTrustManager peers = new SwitchableTrustManager(NOBODY);
  private final SwitchableTrustManager trackers = new SwitchableTrustManager(NOBODY);
  private final TrustSource source;
  private volatile Optional<TrustBundle> bundle = Optional.empty();

  // Guarded by this.
  private String seen = "";

  /**
   * Begins without a user.
   *
   * @param anonymous what is shown while nobody is logged in
   * @param source finds the authorities by which trackers are trusted at first
   */
  public PeerTls(Identity anonymous, TrustSource source) {
    this.anonymous = anonymous;
    this.identity = new SwitchableKeyManager(anonymous);
    this.source = source;
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
   * Makes sure that there is something by which trackers are trusted, and that it is up to date. It
   * may not have been there when the peer started: the first tracker makes it, or a user confirms
   * it.
   *
   * @throws Refusal TRACKER_NOT_TRUSTED, saying what to do
   */
  synchronized void requireTrackerTrust() {
    String version = source.version();
    if (!version.equals(seen) || trackers.current().isEmpty()) {
      trackers.switchTo(source.resolve());
      seen = version;
    }
  }

  /**
   * Takes over what trackers are trusted by when its files change; what cannot be used changes
   * nothing. To be called every few seconds; reads three small files.
   */
  public synchronized void refresh() {
    String version = source.version();
    if (version.equals(seen) || source.isEmpty()) {
      return;
    }
    seen = version;
    try {
      trackers.switchTo(source.resolve());
      log.info("the authorities by which trackers are trusted were read anew");
    } catch (Refusal e) {
      log.warn("the authorities by which trackers are trusted stay as they were: {}", e.message());
    }
  }

  /** The trust bundle in force; empty while nobody is logged in. */
  public Optional<TrustBundle> bundle() {
    return bundle;
  }

  void showAs(Identity user) {
    identity.switchTo(user);
  }

  /** Trusts what a tracker named that what was trusted before vouches for, and remembers it. */
  synchronized void trust(TrustBundle fetched) {
    source.remembered().ifPresent(known -> follow(known, fetched));
    peers.switchTo(TrustAnchors.of(fetched.authorities()));
    trackers.switchTo(trackers.current().replacedBy(fetched.authorities()));
    bundle = Optional.of(fetched);
  }

  private void follow(KnownAuthorities known, TrustBundle fetched) {
    try {
      known.follow(fetched.deploymentId(), fetched.authorities());
      seen = source.version();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remember the authorities in " + known.file(), e);
    }
  }

  /** Shows and trusts nobody among peers any more; trackers stay trusted. */
  void forgetUser() {
    identity.switchTo(anonymous);
    peers.switchTo(NOBODY);
    bundle = Optional.empty();
  }
}
