package io.coterie.tracker.testing;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.tls.PeerKey;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.group.Grant;
import io.coterie.tracker.group.GrantClaims;
import io.coterie.tracker.group.GrantIssuer;
import io.coterie.tracker.session.CertificateIssuer;
import io.coterie.tracker.session.IssuedCertificate;
import io.coterie.tracker.session.SigningRequest;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certifies real keys by a key of its own, and writes grants that a test can read. */
final class TestAuthority implements CertificateIssuer, GrantIssuer {

  private static final X500Name NAME = new X500Name("CN=test");

  private final KeyPair pair = Keys.generate();
  private final InstantSource clock;

  TestAuthority(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public SigningRequest read(byte[] certificateSigningRequest) {
    try {
      PublicKey key = Keys.keyOf(certificateSigningRequest);
      PeerKey peer = PeerKey.of(key);
      return new SigningRequest(key, peer.peerId().value(), peer.thumbprint());
    } catch (IllegalArgumentException malformed) {
      throw new Refusal(ErrorReason.ERROR_REASON_CSR_INVALID, "no signing request", malformed);
    }
  }

  @Override
  public IssuedCertificate issue(SigningRequest request, String user) {
    Instant end = clock.instant().plus(Duration.ofHours(24));
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              NAME,
              BigInteger.ONE,
              Date.from(clock.instant()),
              Date.from(end),
              new X500Name("CN=" + request.peerId()),
              request.key());
      var signer =
          new JcaContentSignerBuilder(Keys.SIGNATURE)
              .setProvider(Keys.provider())
              .build(pair.getPrivate());
      var certificate =
          new JcaX509CertificateConverter()
              .setProvider(Keys.provider())
              .getCertificate(builder.build(signer));
      return new IssuedCertificate(List.of(certificate), end);
    } catch (OperatorCreationException | GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Override
  public Grant issue(GrantClaims claims) {
    String token =
        "%s/%s/%d/%s"
            .formatted(claims.user(), claims.groupId(), claims.version(), claims.keyThumbprint());
    return new Grant(token, clock.instant().plus(Duration.ofMinutes(5)));
  }
}
