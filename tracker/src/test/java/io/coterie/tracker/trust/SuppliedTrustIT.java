package io.coterie.tracker.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.tls.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and certificates that an operator supplies, as files or as a Secret of cert-manager. */
class SuppliedTrustIT {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final Instant BEGIN = NOW.minus(Duration.ofDays(1));

  @TempDir Path folder;
  private final KeyPair rootKey = Keys.generate();
  private final X509Certificate root = TestCertificates.root("root", rootKey, BEGIN);
  private final KeyPair tlsKey = Keys.generate();

  @BeforeEach
  void supplyGrantKey() throws IOException {
    key("grant.key", Keys.generate().getPrivate());
  }

  @Test
  void aKeyAndItsCertificate() throws Exception {
    key("ca.key", rootKey.getPrivate());
    certificates("ca.crt", root);

    Trust trust = load();
    assertThat(trust.authorities()).containsExactly(root);
    assertThat(trust.authority().certificate()).isEqualTo(root);
    assertThat(trust.serving()).isEmpty();
    assertThat(folder.toFile().list()).as("nothing is made").hasSize(3);
  }

  @Test
  void aSecretOfCertManagerWithAnAuthorityBelowARoot() throws Exception {
    X509Certificate below = TestCertificates.below(root, rootKey, "below", tlsKey, BEGIN);
    key("tls.key", tlsKey.getPrivate());
    certificates("tls.crt", below);
    certificates("ca.crt", root);

    Trust trust = load();
    assertThat(trust.authorities()).containsExactly(root);
    X509Certificate leaf =
        ServingCertificate.issue(trust.authority(), List.of(), NOW).certificate();
    assertThat(trust.authority().chainOf(leaf)).containsExactly(leaf, below, root);
    leaf.verify(below.getPublicKey());
  }

  @Test
  void anAuthorityThatVouchesForItselfNeedsNoOtherFile() throws Exception {
    key("tls.key", rootKey.getPrivate());
    certificates("tls.crt", root);

    assertThat(load().authorities()).containsExactly(root);
  }

  @Test
  void aServingCertificateBesideTheAuthority() throws Exception {
    X509Certificate serving = TestCertificates.serving(root, rootKey, tlsKey, BEGIN);
    key("ca.key", rootKey.getPrivate());
    certificates("ca.crt", root);
    key("tls.key", tlsKey.getPrivate());
    certificates("tls.crt", serving);

    assertThat(load().serving().orElseThrow().chain()).containsExactly(serving, root);

    certificates("tls.crt", root);
    assertRefused("tls.key is not the key of tls.crt");
    key("tls.key", rootKey.getPrivate());
    assertRefused("tls.crt is the certificate of an authority");

    KeyPair other = Keys.generate();
    key("tls.key", tlsKey.getPrivate());
    certificates(
        "tls.crt",
        TestCertificates.serving(
            TestCertificates.root("other", other, BEGIN), other, tlsKey, BEGIN));
    assertRefused("tls.crt is not issued by a certificate in ca.crt");
    certificates(
        "tls.crt",
        TestCertificates.serving(
            root, rootKey, tlsKey, NOW.minus(TestCertificates.LIFE.plusDays(1))));
    assertRefused("tls.crt ran out on 2026-04-30");
    certificates(
        "tls.crt", TestCertificates.serving(root, rootKey, tlsKey, NOW.plus(Duration.ofHours(1))));
    assertRefused("tls.crt begins on 2026-05-01T13:00:00Z");
  }

  @Test
  void whatIsMissingOrUnfitIsNamed() throws Exception {
    assertRefused("ca.key is missing; supply the authority's key as ca.key, or as tls.key");
    key("ca.key", rootKey.getPrivate());
    assertRefused("ca.crt does not exist");
    certificates("ca.crt", TestCertificates.serving(root, rootKey, rootKey, BEGIN));
    assertRefused("ca.crt is no certificate of an authority");
    certificates("ca.crt", TestCertificates.root("late", rootKey, NOW.plusSeconds(1)));
    assertRefused("ca.crt begins on");
    certificates("ca.crt", root, root, root, root, root);
    assertRefused("ca.crt holds 5; keep those in use, at most 4");
    certificates("ca.crt", root);
    Files.delete(folder.resolve("grant.key"));
    assertRefused("grant.key does not exist");
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2048);
    key("ca.key", rsa.generateKeyPair().getPrivate());
    assertRefused("ca.key is not a P-256 key; supply one");
    assertThatThrownBy(() -> TrustFolder.supplied(folder.resolve("none")).prepare(NOW))
        .isInstanceOf(TrustException.class)
        .hasMessageContaining("none is no directory");
  }

  private void key(String name, PrivateKey key) throws IOException {
    Pem.writeKey(folder.resolve(name), key);
  }

  private void certificates(String name, X509Certificate... certificates) throws IOException {
    Pem.writeCertificates(folder.resolve(name), List.of(certificates));
  }

  private void assertRefused(String message) {
    assertThatThrownBy(this::load)
        .isInstanceOf(TrustException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  private Trust load() {
    TrustFolder supplied = TrustFolder.supplied(folder);
    supplied.prepare(NOW);
    return supplied.load(NOW);
  }
}
