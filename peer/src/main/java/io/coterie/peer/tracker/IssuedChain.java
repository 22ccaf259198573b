package io.coterie.peer.tracker;

import io.coterie.peer.trust.TrustBundle;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.tls.Certificates;
import io.coterie.rpc.tls.PeerSubject;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.v1.IssuedCertificate;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a certificate chain that a tracker issued and checks that it is what was asked for. */
final class IssuedChain {
  private IssuedChain() {}

  /**
   * The chain, the peer's certificate first.
   *
   * @throws Refusal TRACKER_NOT_TRUSTED when it is for another key or subject, or not issued by an
   *     authority of the deployment
   */
  static List<X509Certificate> check(
      IssuedCertificate issued, PublicKey key, PeerSubject subject, TrustBundle trust) {
    try {
      List<X509Certificate> chain =
          issued.getChainList().stream()
              .map(der -> Certificates.decode(der.toByteArray()))
              .toList();
      if (chain.isEmpty() || !chain.get(0).getPublicKey().equals(key)) {
        throw refused("it is not for this peer's key", null);
      }
      if (!PeerSubject.of(chain.get(0)).equals(Optional.of(subject))) {
        throw refused("it names another user or peer", null);
      }
      for (int i = 0; i + 1 < chain.size(); i++) {
        chain.get(i).verify(chain.get(i + 1).getPublicKey());
      }
      if (!trust.authorities().contains(chain.get(chain.size() - 1))) {
        throw refused("it does not come from the deployment's authority", null);
      }
      return chain;
    } catch (GeneralSecurityException | IllegalArgumentException malformed) {
      throw refused(String.valueOf(malformed.getMessage()), malformed);
    }
  }

  private static Refusal refused(String why, @Nullable Throwable cause) {
    String message = "the certificate that the tracker issued cannot be used: " + why;
    ErrorReason reason = ErrorReason.ERROR_REASON_TRACKER_NOT_TRUSTED;
    return cause == null ? new Refusal(reason, message) : new Refusal(reason, message, cause);
  }
}
