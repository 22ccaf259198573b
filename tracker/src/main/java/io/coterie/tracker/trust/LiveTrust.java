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
    // Files that change while they are read have another version the next time.
    seen = version;
    try {
      current = folder.load(clock.instant());
      tell();
    } catch (TrustException e) {
      log.warn("the keys and certificates stay as they were: {}", e.getMessage());
    }
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
