package io.coterie.tracker.trust;

import io.coterie.rpc.tls.Certificates;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trust in force, which follows the files of its folder while the tracker runs. Files that
 * cannot be used change nothing and are reported once. Thread-safe.
 */
public final class LiveTrust implements Supplier<Trust> {

  private static final Logger log = LoggerFactory.getLogger(LiveTrust.class);

  private final TrustFolder folder;
  private final InstantSource clock;
  private volatile Trust current;

  // Guarded by this.
  private String seen;
  private String refused = "";
  private KeyAgreement agreement = KeyAgreement.ALONE;
  private boolean agreed = true;

  private LiveTrust(TrustFolder folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
    folder.prepare(clock.instant());
    seen = folder.version();
    current = folder.load(clock.instant());
    tell();
  }

  /**
   * Opens the folder.
   *
   * @throws TrustException when it cannot be used
   */
  public static LiveTrust open(TrustFolder folder, InstantSource clock) {
    return new LiveTrust(folder, clock);
  }

  /**
   * Has the keys agreed on with the other trackers, now and before others are taken into use.
   *
   * @throws TrustException when those in use may not be used
   */
  public synchronized void agree(KeyAgreement agreement) {
    agreement.adopt(current);
    this.agreement = agreement;
  }

  @Override
  public Trust get() {
    return current;
  }

  /**
   * Looks whether the files have changed and takes them over. To be called every few seconds; reads
   * five small files.
   */
  public synchronized void refresh() {
    String version = folder.version();
    if (version.equals(seen)) {
      return;
    }
    try {
      Trust next = folder.load(clock.instant());
      agreement.adopt(next);
      // Files that change while they are read have another version the next time.
      seen = version;
      current = next;
      tell();
    } catch (TrustException e) {
      if (!version.equals(refused)) {
        log.warn("the keys and certificates stay as they were: {}", e.getMessage());
        refused = version;
      }
    }
  }

  /**
   * Looks whether the keys in force still fit those of the other trackers, which may have gone on
   * without this one. Says so once when they do not, and when they do again.
   */
  public synchronized boolean agrees() {
    try {
      agreement.compare(current);
      if (!agreed) {
        log.info("the keys in use fit those of the other trackers again");
      }
      agreed = true;
    } catch (TrustException e) {
      if (agreed) {
        log.warn("not ready: the other trackers use other keys: {}", e.getMessage());
      }
      agreed = false;
    }
    return agreed;
  }

  private void tell() {
    Trust trust = current;
    log.info(
        "authorities (SHA-256) {}, grants signed with {}, {} grant keys in force",
        trust.authorities().stream().map(Certificates::fingerprint).toList(),
        trust.signingKey().keyId(),
        trust.grantKeys().size());
  }
}
