package io.coterie.tracker.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.rpc.tls.Certificates;
import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.tls.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustFolderIT {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  @TempDir Path folder;

  @Test
  void isMadeOnceAndLoadedAfterwards() throws IOException {
    Trust made = open(NOW);
    Trust loaded = open(NOW.plus(Duration.ofDays(400)));

    assertThat(loaded.authority().certificate()).isEqualTo(made.authority().certificate());
    assertThat(loaded.grantKeys()).isEqualTo(made.grantKeys());
    assertThat(Pem.readCertificates(folder.resolve("ca.crt")))
        .containsExactly(made.authority().certificate());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca.key", "grant.key"})
  void keysAreForTheirOwnerOnly(String name) throws IOException {
    open(NOW);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
        .isEqualTo("rw-------");
  }

  @Test
  void trackersThatStartAtOnceGetTheSame() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Trust> start = () -> open(NOW);
      Set<String> seen = new HashSet<>();
      for (Future<Trust> trust : threads.invokeAll(List.of(start, start, start, start))) {
        seen.add(
            Certificates.fingerprint(trust.get().authority().certificate())
                + trust.get().signingKey().keyId());
      }
      assertThat(seen).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aStartThatWasCutShortIsFinished() throws IOException {
    Trust made = open(NOW);
    Files.delete(folder.resolve("ca.crt"));

    assertThat(open(NOW).authority().certificate().getPublicKey())
        .isEqualTo(made.authority().certificate().getPublicKey());
  }

  @Test
  void aMissingKeyIsNotReplaced() throws IOException {
    open(NOW);
    Files.delete(folder.resolve("ca.key"));

    assertRefused("ca.key is missing; supply the authority's key");
    assertThat(folder.resolve("ca.key")).doesNotExist();
  }

  @Test
  void aKeyOfAnotherAuthorityIsRefused() throws IOException {
    open(NOW);
    Pem.writeKey(folder.resolve("ca.key"), Keys.generate().getPrivate());

    assertRefused("ca.key is not the key of a certificate in ca.crt");
  }

  @Test
  void aCertificateThatMaySignNothingIsRefused() throws IOException {
    java.security.KeyPair pair = Keys.generate();
    Trust trust = open(NOW);
    CertificateTemplate template =
        new CertificateTemplate("no authority", List.of(), List.of(), Duration.ofDays(1));
    Pem.writeKey(folder.resolve("ca.key"), pair.getPrivate());
    Pem.writeCertificates(
        folder.resolve("ca.crt"),
        List.of(trust.authority().issue(pair.getPublic(), template, NOW)));

    assertRefused("ca.crt is no certificate of an authority");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca.crt", "ca.key", "grant.key"})
  void aDamagedFileIsNamed(String name) throws IOException {
    open(NOW);
    Path file = folder.resolve(name);
    for (String damage :
        List.of(
            "",
            "no PEM at all",
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
            "-----BEGIN PRIVATE KEY-----\nnot base64 !!!\n",
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n")) {
      Files.writeString(file, damage);
      assertRefused(file.toString());
    }
  }

  @Test
  void aKeyOfAnotherKindIsRefused() throws Exception {
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2048);
    KeyPairGenerator p384 = KeyPairGenerator.getInstance("EC");
    p384.initialize(384);
    for (KeyPairGenerator generator : List.of(rsa, p384)) {
      Pem.writeKey(folder.resolve("grant.key"), generator.generateKeyPair().getPrivate());
      assertRefused("grant.key is not a P-256 key; supply one");
    }
  }

  @Test
  void anAuthorityThatRanOutIsRefused() {
    open(NOW);

    assertThatThrownBy(() -> open(NOW.plus(Duration.ofDays(3651))))
        .isInstanceOf(TrustException.class)
        .hasMessageContaining("ca.crt ran out on 2036");
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> open(NOW))
        .isInstanceOf(TrustException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  private Trust open(Instant now) {
    TrustFolder own = TrustFolder.own(folder);
    own.prepare(now);
    return own.load(now);
  }
}
