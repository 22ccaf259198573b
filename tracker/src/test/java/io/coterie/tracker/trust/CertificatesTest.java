package io.coterie.tracker.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.tls.Identity;
import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.tls.PeerId;
import io.coterie.rpc.tls.PeerSubject;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.session.IssuedCertificate;
import java.security.KeyPair;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CertificatesTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  private final CertificateAuthority authority =
      CertificateAuthority.selfSigned(Keys.generate(), NOW);
  private final PeerCertificates peers = new PeerCertificates(this::trust, () -> NOW);

  private Trust trust() {
    return new Trust(authority, List.of(authority.certificate()), List.of(), Optional.empty());
  }

  @Test
  void aPeersCertificateNamesUserAndPeer() throws Exception {
    KeyPair pair = Keys.generate();
    IssuedCertificate issued = peers.issue(peers.read(Keys.signingRequest(pair)), "bob / ünïcode");
    X509Certificate certificate = issued.chain().get(0);
    PeerId peerId = PeerId.of(pair.getPublic());

    assertThat(PeerSubject.of(certificate)).contains(new PeerSubject("bob / ünïcode", peerId));
    assertThat(certificate.getSubjectAlternativeNames())
        .anySatisfy(name -> assertThat(name.get(1)).isEqualTo(peerId.authority()));
    assertThat(certificate.getPublicKey()).isEqualTo(pair.getPublic());
    assertThat(certificate.getExtendedKeyUsage()).containsExactly(SERVER_AUTH, CLIENT_AUTH);
    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    assertThat(issued.expireTime()).isEqualTo(NOW.plus(Duration.ofHours(24)));
    assertThat(issued.chain()).last().isEqualTo(authority.certificate());
  }

  @Test
  void chainsVerify() throws Exception {
    IssuedCertificate issued =
        peers.issue(peers.read(Keys.signingRequest(Keys.generate())), "alice");
    Identity serving = ServingCertificate.issue(authority, List.of("t.example"), NOW);

    verify(issued.chain().get(0), NOW);
    verify(serving.certificate(), NOW);
    assertThatThrownBy(() -> verify(issued.chain().get(0), NOW.plus(Duration.ofHours(25))))
        .hasMessageContaining("validity check failed");
  }

  @Test
  void aTrackerAnswersToItsOwnNamesOnly() throws Exception {
    X509Certificate certificate =
        ServingCertificate.issue(authority, List.of("tracker.example", "10.1.2.3"), NOW)
            .certificate();

    assertThat(certificate.getSubjectAlternativeNames())
        .map(name -> String.valueOf(name.get(1)))
        .containsExactly(
            "tracker.example", "10.1.2.3", "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(certificate.getExtendedKeyUsage()).containsExactly(SERVER_AUTH);
  }

  @Test
  void nothingOutlivesTheAuthority() {
    Instant late = NOW.plus(Duration.ofDays(3650)).minus(Duration.ofHours(1));
    IssuedCertificate issued =
        new PeerCertificates(this::trust, () -> late)
            .issue(peers.read(Keys.signingRequest(Keys.generate())), "alice");

    assertThat(issued.expireTime()).isEqualTo(authority.certificate().getNotAfter().toInstant());
  }

  @Test
  void aBadSigningRequestIsTheCallersMistake() {
    byte[] tampered = Keys.signingRequest(Keys.generate());
    tampered[tampered.length - 1] ^= 1;

    for (byte[] bad : List.of(new byte[0], new byte[] {1, 2, 3}, tampered)) {
      assertThatThrownBy(() -> peers.read(bad))
          .isInstanceOfSatisfying(
              Refusal.class,
              refusal ->
                  assertThat(refusal.reason()).isEqualTo(ErrorReason.ERROR_REASON_CSR_INVALID));
    }
  }

  private void verify(X509Certificate certificate, Instant at) throws Exception {
    PKIXParameters parameters =
        new PKIXParameters(Set.of(new TrustAnchor(authority.certificate(), null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(at));
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate)),
            parameters);
  }
}
