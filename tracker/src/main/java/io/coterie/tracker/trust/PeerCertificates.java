package io.coterie.tracker.trust;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.tls.PeerId;
import io.coterie.rpc.tls.PeerKey;
import io.coterie.rpc.tls.PeerSubject;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.session.CertificateIssuer;
import io.coterie.tracker.session.IssuedCertificate;
import io.coterie.tracker.session.SigningRequest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * Certifies the keys of peers: a SAN URI names user and peer, a SAN DNS is the authority by which
 * other peers connect. Any thread may call.
 */
public final class PeerCertificates implements CertificateIssuer {

  /** How long a peer's certificate lasts. */
  public static final Duration LIFE = Duration.ofHours(24);

  private final Supplier<Trust> trust;
  private final InstantSource clock;

  /** Certifies in the name of the authority in force, by the tracker's clock. */
  public PeerCertificates(Supplier<Trust> trust, InstantSource clock) {
    this.trust = trust;
    this.clock = clock;
  }

  @Override
  public SigningRequest read(byte[] certificateSigningRequest) {
    try {
      PublicKey key = Keys.keyOf(certificateSigningRequest);
      PeerKey named = PeerKey.of(key);
      return new SigningRequest(key, named.peerId().value(), named.thumbprint());
    } catch (IllegalArgumentException e) {
      throw new Refusal(ErrorReason.ERROR_REASON_CSR_INVALID, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public IssuedCertificate issue(SigningRequest request, String user) {
    PeerId peerId = new PeerId(request.peerId());
    CertificateTemplate template =
        new CertificateTemplate(
            peerId.value(),
            List.of(
                new GeneralName(
                    GeneralName.uniformResourceIdentifier, new PeerSubject(user, peerId).toUri()),
                new GeneralName(GeneralName.dNSName, peerId.authority())),
            List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth),
            LIFE);
    CertificateAuthority authority = trust.get().authority();
    X509Certificate issued = authority.issue(request.key(), template, clock.instant());
    return new IssuedCertificate(authority.chainOf(issued), issued.getNotAfter().toInstant());
  }
}
