package io.coterie.peer.serve;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.coterie.rpc.tls.Keys;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.Map;

/** Issues grants as a tracker does, and others. */
public final class Issuer {
  public static final String DEPLOYMENT = "d-1";
  public static final String KEY_ID = "k-1";
  static final String TYPE = "coterie-grant+jwt";

  private final KeyPair keys = Keys.generate();

  public ECPublicKey publicKey() {
    return (ECPublicKey) keys.getPublic();
  }

  /** What a proper grant says. */
  public static JWTClaimsSet.Builder claims(
      String user, String groupId, long version, String thumbprint, Instant expireTime) {
    return new JWTClaimsSet.Builder()
        .issuer(DEPLOYMENT)
        .subject(user)
        .claim("grp", groupId)
        .claim("ver", version)
        .claim("cnf", Map.of("jkt", thumbprint))
        .issueTime(Date.from(expireTime.minusSeconds(300)))
        .expirationTime(Date.from(expireTime));
  }

  /** A proper header. */
  public static JWSHeader.Builder header() {
    return new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType(TYPE)).keyID(KEY_ID);
  }

  /** Signs with this issuer's key. */
  public String sign(JWSHeader header, JWTClaimsSet claims) {
    try {
      return sign(new ECDSASigner((ECPrivateKey) keys.getPrivate()), header, claims);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static String sign(JWSSigner signer, JWSHeader header, JWTClaimsSet claims) {
    SignedJWT jwt = new SignedJWT(header, claims);
    try {
      jwt.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return jwt.serialize();
  }
}
