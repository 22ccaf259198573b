package io.coterie.rpc.auth;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.tls.PeerId;
import io.coterie.rpc.tls.PeerSubject;
import io.coterie.rpc.tls.Thumbprint;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Establishes the peer by the client certificate of the connection, which the handshake has
 * verified against the deployment's authorities. Does not block.
 */
public final class CertificateAuthenticator implements Authenticator {

  @Override
  public Caller authenticate(Metadata headers, Attributes attributes) {
    SSLSession session = attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    if (session == null) {
      throw missing("the connection is not encrypted");
    }
    X509Certificate certificate = leafOf(session);
    PeerId peerId = PeerId.of(certificate.getPublicKey());
    Optional<PeerSubject> subject = PeerSubject.of(certificate);
    if (subject.isEmpty() || !subject.get().peerId().equals(peerId)) {
      throw missing("the certificate sent is not that of a peer");
    }
    return new CertificateCaller(
        subject.get().user(), peerId, Thumbprint.of(certificate.getPublicKey()));
  }

  private static X509Certificate leafOf(SSLSession session) {
    try {
      Certificate[] chain = session.getPeerCertificates();
      if (chain.length > 0 && chain[0] instanceof X509Certificate certificate) {
        return certificate;
      }
    } catch (SSLPeerUnverifiedException anonymous) {
      throw missing("none was sent");
    }
    throw missing("none was sent");
  }

  private static Refusal missing(String why) {
    return new Refusal(
        ErrorReason.ERROR_REASON_CERTIFICATE_MISSING,
        "this call needs the client certificate that a peer gets at login: " + why);
  }
}
