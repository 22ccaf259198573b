package io.coterie.tracker.trust;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Map;

/**
 * Issues grants: ES256 JWTs (RFC 7519) that serving peers check offline, bound to the caller's key
 * by "cnf" with "jkt" (RFC 7800, RFC 7638).
 *
 * <p>Claims: {@code iss} the deployment's id, {@code sub} the user, {@code grp} the group's id,
 * {@code ver} the membership's version, {@code cnf.jkt} the thumbprint of the peer's key, {@code
 * iat}, {@code exp}. Any thread may call.
 */
public final class Grants {

  /** How long a grant lasts. */
  public static final Duration LIFE = Duration.ofMinutes(5);

  private static final JOSEObjectType TYPE = new JOSEObjectType("coterie-grant+jwt");

  private final String deploymentId;
  private final InstantSource clock;
  private final JWSHeader header;
  private final JWSSigner signer;

  /**
   * Grants of one deployment.
   *
   * @param deploymentId the issuer that grants name
   * @param keys whose signing key signs them
   * @param clock the tracker's clock
   */
  public Grants(String deploymentId, GrantKeys keys, InstantSource clock) {
    this.deploymentId = deploymentId;
    this.clock = clock;
    this.header =
        new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE).keyID(keys.signing().keyId()).build();
    try {
      this.signer = new ECDSASigner(keys.signing().privateKey());
    } catch (JOSEException e) {
      throw new IllegalArgumentException("The grant key is not on the curve P-256.", e);
    }
  }

  /**
   * Issues a grant that lasts {@link #LIFE}. Whether the user is a member is for the caller to
   * know.
   *
   * @param user the member's name
   * @param groupId the group's id
   * @param membershipVersion the membership's version
   * @param keyThumbprint the RFC 7638 thumbprint of the key that may use the grant
   */
  public Grant issue(String user, String groupId, long membershipVersion, String keyThumbprint) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant expireTime = now.plus(LIFE);
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(deploymentId)
            .subject(user)
            .claim("grp", groupId)
            .claim("ver", membershipVersion)
            .claim("cnf", Map.of("jkt", keyThumbprint))
            .issueTime(Date.from(now))
            .expirationTime(Date.from(expireTime))
            .build();
    SignedJWT jwt = new SignedJWT(header, claims);
    try {
      jwt.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("Signing a grant failed.", e);
    }
    return new Grant(jwt.serialize(), expireTime);
  }
}
