package io.coterie.tracker.trust;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPublicKeySpec;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** Finds the public key that belongs to a private one. */
final class PublicKeys {

  private static final X9ECParameters P256 =
      CustomNamedCurves.getByOID(SECObjectIdentifiers.secp256r1);

  private PublicKeys() {}

  /** Whether a private key is on the curve P-256. */
  static boolean isP256(ECPrivateKey key) {
    return key.getParams().getOrder().equals(P256.getN());
  }

  /** The public key of a P-256 private key. */
  static ECPublicKey of(ECPrivateKey key) {
    ECPoint point = new FixedPointCombMultiplier().multiply(P256.getG(), key.getS()).normalize();
    java.security.spec.ECPoint w =
        new java.security.spec.ECPoint(
            point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
    try {
      return (ECPublicKey)
          KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(w, key.getParams()));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a P-256 key", e);
    }
  }
}
