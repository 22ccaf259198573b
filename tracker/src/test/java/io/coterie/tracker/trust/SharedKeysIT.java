package io.coterie.tracker.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.tls.Pem;
import io.coterie.tracker.sql.SqlDeployments;
import io.coterie.tracker.testing.TestTracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trackers of one store and the keys that each is supplied with. */
final class SharedKeysIT {

  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  @TempDir private Path home;
  private final Authority old = new Authority("old");
  private final Authority fresh = new Authority("new");
  private TestTracker tracker;

  /** An authority's key and certificate. */
  private record Authority(KeyPair key, X509Certificate certificate) {
    Authority(String name) {
      this(Keys.generate(), name);
    }

    private Authority(KeyPair key, String name) {
      this(key, TestCertificates.root(name, key, NOW));
    }
  }

  @BeforeEach
  void start() {
    tracker = new TestTracker(home);
  }

  @AfterEach
  void stop() {
    tracker.close();
  }

  @Test
  void anAuthorityIsReplacedStepByStepAndThenTheOldOneIsRefused() throws IOException {
    Path before = supply("1", "g1", old, old);
    agree(before);
    agree(supply("2", "g1", old, old, fresh));
    agree(before);
    agree(supply("2", "g1", old, old, fresh));
    Path switched = supply("3", "g1", fresh, old, fresh);
    agree(switched);
    agree(supply("2", "g1", old, old, fresh));
    agree(switched);
    agree(supply("4", "g1", fresh, fresh));

    assertThatThrownBy(() -> agree(before))
        .isInstanceOf(TrustException.class)
        .hasMessageContaining("the authority")
        .hasMessageContaining("is none of those that the deployment knows")
        .hasMessageContaining("forget-keys");
  }

  @Test
  void aGrantKeyIsReplacedStepByStep() throws IOException {
    agree(supply("1", "g1", old, old));
    agree(supply("2", "g1 g2", old, old));
    agree(supply("3", "g2 g1", old, old));
    agree(supply("4", "g2", old, old));

    assertThatThrownBy(() -> agree(supply("1", "g1", old, old)))
        .isInstanceOf(TrustException.class)
        .hasMessageContaining("the grant key");
    assertThatThrownBy(() -> agree(supply("5", "g3 g2", old, old)))
        .as("not known to the others before it signs")
        .isInstanceOf(TrustException.class);
  }

  @Test
  void keysThatMustGoAtOnceAreForgotten() throws IOException {
    agree(supply("1", "g1", old, old));
    assertThatThrownBy(() -> agree(supply("2", "g1", fresh, fresh)))
        .isInstanceOf(TrustException.class);

    boolean unused =
        tracker
            .store()
            .write(
                tx -> {
                  new SqlDeployments().forgetKeys(tx);
                  return true;
                });

    assertThatCode(() -> agree(supply("2", "g1", fresh, fresh))).doesNotThrowAnyException();
  }

  @Test
  void aRunningTrackerTakesOverOnlyWhatFits() throws IOException {
    Path folder = supply("1", "g1", old, old);
    LiveTrust trust = LiveTrust.open(TrustFolder.supplied(folder), () -> NOW);
    trust.agree(new SharedKeys(tracker.store(), new SqlDeployments()));
    Trust first = trust.get();

    supply("1", "g1", fresh, fresh);
    trust.refresh();
    assertThat(trust.get()).isSameAs(first);

    supply("1", "g1 g2", old, old, fresh);
    trust.refresh();
    assertThat(trust.get().authorities()).containsExactly(old.certificate(), fresh.certificate());
  }

  @Test
  void aTrackerThatWasLeftBehindNoticesAndRecovers() throws IOException {
    Path behind = supply("behind", "g1", old, old, fresh);
    LiveTrust trust = LiveTrust.open(TrustFolder.supplied(behind), () -> NOW);
    trust.agree(new SharedKeys(tracker.store(), new SqlDeployments()));
    Path others = supply("others", "g1", fresh, old, fresh);
    agree(others);
    assertThat(trust.agrees()).as("while each knows what the other uses").isTrue();

    agree(supply("others", "g1", fresh, fresh));
    assertThat(trust.agrees()).isFalse();
    assertThatCode(() -> agree(others))
        .as("looking has changed nothing")
        .doesNotThrowAnyException();

    supply("behind", "g1", fresh, old, fresh);
    trust.refresh();
    assertThat(trust.agrees()).isTrue();
  }

  private void agree(Path folder) {
    LiveTrust.open(TrustFolder.supplied(folder), () -> NOW)
        .agree(new SharedKeys(tracker.store(), new SqlDeployments()));
  }

  /** A folder with an authority in use, all that are trusted, and grant keys by name. */
  private Path supply(String name, String grantKeys, Authority inUse, Authority... trusted)
      throws IOException {
    Path folder = Files.createDirectories(home.resolve("trust-" + name));
    Pem.writeKey(folder.resolve("ca.key"), inUse.key().getPrivate());
    Pem.writeCertificates(
        folder.resolve("ca.crt"), List.of(trusted).stream().map(Authority::certificate).toList());
    StringBuilder keys = new StringBuilder();
    for (String key : grantKeys.split(" ", -1)) {
      Path file = home.resolve(key + ".key");
      if (!Files.exists(file)) {
        Pem.writeKey(file, Keys.generate().getPrivate());
      }
      keys.append(Files.readString(file));
    }
    Files.writeString(folder.resolve("grant.key"), keys);
    return folder;
  }
}
