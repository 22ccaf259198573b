package io.coterie.tracker.trust;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Completes chains of certificates: peers look for one that they trust at the end. */
final class Chains {

  private Chains() {}

  /**
   * The certificates of {@code chain} up to the first trusted one, which is added when it is left
   * out, as is usual.
   *
   * @param file where the chain comes from
   * @throws TrustException when it leads to none
   */
  static List<X509Certificate> upTo(
      List<X509Certificate> trusted, List<X509Certificate> chain, Path file) {
    List<X509Certificate> whole = new ArrayList<>();
    for (X509Certificate next : chain) {
      if (!whole.isEmpty() && !issued(next, whole.get(whole.size() - 1))) {
        throw new TrustException(
            file + " is out of order; put each certificate before the one that issued it");
      }
      whole.add(next);
      if (trusted.contains(next)) {
        return whole;
      }
    }
    for (X509Certificate authority : trusted) {
      if (issued(authority, whole.get(whole.size() - 1))) {
        whole.add(authority);
        return whole;
      }
    }
    throw new TrustException(
        file + " is not issued by a certificate in ca.crt; supply those that belong together");
  }

  private static boolean issued(X509Certificate issuer, X509Certificate certificate) {
    try {
      certificate.verify(issuer.getPublicKey());
      return issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
