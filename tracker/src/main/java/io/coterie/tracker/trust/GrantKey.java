package io.coterie.tracker.trust;

import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;

/**
 * A P-256 key pair that signs grants.
 *
 * @param keyId its RFC 7638 thumbprint, the "kid" of the grants that it signs
 * @param privateKey signs
 * @param publicKey verifies, and is published in the trust bundle
 */
public record GrantKey(String keyId, ECPrivateKey privateKey, ECPublicKey publicKey) {

  @Override
  public String toString() {
    return "GrantKey[keyId=" + keyId + "]";
  }
}
