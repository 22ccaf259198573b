package io.coterie.tracker.trust;

import io.coterie.rpc.tls.Identity;
import io.coterie.rpc.tls.SwitchableKeyManager;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a tracker shows to those who connect: the supplied certificate, or one that it makes and
 * replaces in good time. Connections that stand are not touched. Thread-safe.
 */
public final class ServingIdentity {

  private static final Logger log = LoggerFactory.getLogger(ServingIdentity.class);

  private final Supplier<Trust> trust;
  private final List<String> hosts;
  private final InstantSource clock;
  private final SwitchableKeyManager keys = new SwitchableKeyManager();

  // Guarded by this.
  private Trust basis;
  private Instant renewal = Instant.MAX;

  /**
   * Begins with what the trust in force gives.
   *
   * @param hosts host names and IP addresses, without ports and brackets, beside this machine's own
   */
  public ServingIdentity(Supplier<Trust> trust, List<String> hosts, InstantSource clock) {
    this.trust = trust;
    this.hosts = List.copyOf(hosts);
    this.clock = clock;
    this.basis = trust.get();
    show();
  }

  /** For the tracker's server. */
  public SwitchableKeyManager keys() {
    return keys;
  }

  /** Follows a change of the trust, and renews what has lived two thirds of its life. */
  public synchronized void refresh() {
    Trust now = trust.get();
    if (!now.equals(basis) || !clock.instant().isBefore(renewal)) {
      basis = now;
      show();
    }
  }

  private void show() {
    Instant now = clock.instant();
    Identity identity =
        basis.serving().orElseGet(() -> ServingCertificate.issue(basis.authority(), hosts, now));
    Instant end = identity.certificate().getNotAfter().toInstant();
    renewal =
        basis.serving().isPresent()
            ? Instant.MAX
            : now.plus(Duration.between(now, end).multipliedBy(2).dividedBy(3));
    keys.switchTo(identity);
    log.info("showing a certificate that ends on {}", end);
  }
}
