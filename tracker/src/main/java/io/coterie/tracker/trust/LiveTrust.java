package io.coterie.tracker.trust;

import io.coterie.rpc.tls.Certificates;
import java.time.InstantSource;
import java.util.function.Consumer;
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
  private Consumer<Trust> agreement = trust -> {};

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
   * @param agreement throws {@link TrustException} for keys that may not be used
   * @throws TrustException when those in use may not
   */
  public synchronized void agree(Consumer<Trust> agreement) {
    agreement.accept(current);
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
      agreement.accept(next);
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

  private void tell() {
    Trust trust = current;
    log.info(
        "authorities (SHA-256) {}, grants signed with {}, {} grant keys in force",
        trust.authorities().stream().map(Certificates::fingerprint).toList(),
        trust.signingKey().keyId(),
        trust.grantKeys().size());
  }
}
