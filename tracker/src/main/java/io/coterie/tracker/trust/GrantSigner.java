package io.coterie.tracker.trust;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.coterie.tracker.group.Grant;
import io.coterie.tracker.group.GrantClaims;
import io.coterie.tracker.group.GrantIssuer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Issues grants: ES256 JWTs (RFC 7519) that serving peers check offline, bound to the caller's key
 * by "cnf" with "jkt" (RFC 7800, RFC 7638).
 *
 * <p>Claims: {@code iss} the deployment's id, {@code sub} the user, {@code grp} the group's id,
 * {@code ver} the membership's version, {@code cnf.jkt} the thumbprint of the peer's key, {@code
 * iat}, {@code exp}. Any thread may call.
 */
public final class GrantSigner implements GrantIssuer {

  /** How long a grant lasts. */
  public static final Duration LIFE = Duration.ofMinutes(5);

  private static final JOSEObjectType TYPE = new JOSEObjectType("coterie-grant+jwt");

  private final String deploymentId;
  private final Supplier<Trust> trust;
  private final InstantSource clock;

  /**
   * Signs grants of one deployment.
   *
   * @param deploymentId the issuer that grants name
   * @param trust names the key in force
   * @param clock the tracker's clock
   */
  public GrantSigner(String deploymentId, Supplier<Trust> trust, InstantSource clock) {
    this.deploymentId = deploymentId;
    this.trust = trust;
    this.clock = clock;
  }

  @Override
  public Grant issue(GrantClaims claims) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant expireTime = now.plus(LIFE);
    JWTClaimsSet claimsSet =
        new JWTClaimsSet.Builder()
            .issuer(deploymentId)
            .subject(claims.user())
            .claim("grp", claims.groupId())
            .claim("ver", claims.version())
            .claim("cnf", Map.of("jkt", claims.keyThumbprint()))
            .issueTime(Date.from(now))
            .expirationTime(Date.from(expireTime))
            .build();
    GrantKey key = trust.get().signingKey();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE).keyID(key.keyId()).build();
    SignedJWT jwt = new SignedJWT(header, claimsSet);
    try {
      jwt.sign(new ECDSASigner(key.privateKey()));
    } catch (JOSEException e) {
      throw new IllegalStateException("signing a grant failed", e);
    }
    return new Grant(jwt.serialize(), expireTime);
  }
}
