package io.coterie.peer.trust;

import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Map;

/**
 * What a peer must hold to check others without asking a tracker. Immutable.
 *
 * @param deploymentId names the deployment; grants state it as their issuer
 * @param authorities the certificate authorities in force, one or two
 * @param grantKeys the P-256 keys that verify grants, by key id
 */
public record TrustBundle(
    String deploymentId, List<X509Certificate> authorities, Map<String, ECPublicKey> grantKeys) {

  public TrustBundle {
    if (deploymentId.isEmpty() || authorities.isEmpty() || grantKeys.isEmpty()) {
      throw new IllegalArgumentException("a trust bundle names a deployment, authorities and keys");
    }
    authorities = List.copyOf(authorities);
    grantKeys = Map.copyOf(grantKeys);
  }
}
