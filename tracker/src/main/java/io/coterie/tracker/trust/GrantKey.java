package io.coterie.tracker.trust;

import io.coterie.rpc.tls.Thumbprint;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;

/**
 * A P-256 key pair that signs grants.
 *
 * @param privateKey signs
 * @param publicKey verifies, and is published in the trust bundle
 */
public record GrantKey(ECPrivateKey privateKey, ECPublicKey publicKey) {

  /** The key's RFC 7638 thumbprint: the "kid" of the grants that it signs. */
  public String keyId() {
    return Thumbprint.of(publicKey);
  }

  @Override
  public String toString() {
    return "GrantKey[" + keyId() + "]";
  }
}
