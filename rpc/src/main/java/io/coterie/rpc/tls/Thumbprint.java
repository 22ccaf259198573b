package io.coterie.rpc.tls;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;

/** The RFC 7638 JWK thumbprint of a P-256 public key. */
public final class Thumbprint {

  private static final int COORDINATE_BYTES = 32;

  private Thumbprint() {}

  /**
   * The thumbprint: base64url without padding, 43 characters.
   *
   * @throws IllegalArgumentException when the key is no P-256 key
   */
  public static String of(PublicKey key) {
    if (!(key instanceof ECPublicKey ec) || !Keys.isP256(ec.getParams())) {
      throw new IllegalArgumentException("the key is not on the curve P-256");
    }
    String jwk =
        "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\""
            + coordinate(ec.getW().getAffineX())
            + "\",\"y\":\""
            + coordinate(ec.getW().getAffineY())
            + "\"}";
    return base64(Digests.sha256(jwk.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String coordinate(BigInteger value) {
    byte[] signed = value.toByteArray();
    byte[] fixed = new byte[COORDINATE_BYTES];
    int length = Math.min(signed.length, COORDINATE_BYTES);
    System.arraycopy(signed, signed.length - length, fixed, COORDINATE_BYTES - length, length);
    return base64(fixed);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
