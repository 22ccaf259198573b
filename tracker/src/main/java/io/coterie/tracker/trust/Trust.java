package io.coterie.tracker.trust;

import io.coterie.rpc.tls.Identity;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What makes trackers one deployment in the eyes of peers.
 *
 * @param authority signs certificates
 * @param authorities the certificates that peers are to trust: that of the authority, or of the one
 *     that vouches for it, and others while one replaces the other
 * @param grantKeys the keys by which grants are verified; the first signs them
 * @param serving what trackers are to show when it was supplied; otherwise they make their own
 */
public record Trust(
    CertificateAuthority authority,
    List<X509Certificate> authorities,
    List<GrantKey> grantKeys,
    Optional<Identity> serving) {

  /** Copies the lists. */
  public Trust {
    authorities = List.copyOf(authorities);
    grantKeys = List.copyOf(grantKeys);
  }

  /** Signs grants. */
  public GrantKey signingKey() {
    return grantKeys.get(0);
  }
}
