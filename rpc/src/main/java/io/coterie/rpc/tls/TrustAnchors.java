package io.coterie.rpc.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * The authorities that are trusted: by their certificates, or by the fingerprints of certificates
 * that servers send at the end of their chain.
 *
 * @param certificates trusted authorities
 * @param fingerprints SHA-256 over DER of trusted authorities, 64 lower-case hex digits each
 * @param remedy how the user makes another authority trusted, as a phrase to be read after "if it
 *     is the same,"; empty where users have no say
 */
public record TrustAnchors(
    Set<X509Certificate> certificates, Set<String> fingerprints, Optional<String> remedy) {

  /** Copies the sets. */
  public TrustAnchors {
    certificates = Set.copyOf(certificates);
    fingerprints = Set.copyOf(fingerprints);
  }

  /** Trusts these authorities. */
  public static TrustAnchors of(Collection<X509Certificate> certificates) {
    return new TrustAnchors(Set.copyOf(certificates), Set.of(), Optional.empty());
  }

  /** Trusts these authorities in place of those that vouched for them, with the same remedy. */
  public TrustAnchors replacedBy(Collection<X509Certificate> successors) {
    return new TrustAnchors(Set.copyOf(successors), Set.of(), remedy);
  }

  /** Whether a certificate is trusted, or was issued by one that is. */
  boolean vouchFor(X509Certificate certificate) {
    return certificates.contains(certificate)
        || fingerprints.contains(Certificates.fingerprint(certificate))
        || certificates.stream().anyMatch(authority -> isSignedBy(certificate, authority));
  }

  private static boolean isSignedBy(X509Certificate certificate, X509Certificate authority) {
    try {
      certificate.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Whether nobody is trusted. */
  public boolean isEmpty() {
    return certificates.isEmpty() && fingerprints.isEmpty();
  }
}
