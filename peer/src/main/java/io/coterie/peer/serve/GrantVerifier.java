package io.coterie.peer.serve;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.coterie.peer.trust.TrackerClock;
import io.coterie.peer.trust.TrustBundle;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Verifies grants without asking a tracker: JWTs (RFC 7519) of one type, signed with ES256 by a key
 * of the trust bundle and bound to a peer's key by "cnf" with "jkt" (RFC 7800). No other algorithm
 * is accepted, whatever the header says (RFC 8725). Thread-safe; takes about a millisecond.
 */
public final class GrantVerifier {
  private static final JOSEObjectType TYPE = new JOSEObjectType("coterie-grant+jwt");

  private final Supplier<Optional<TrustBundle>> trust;
  private final TrackerClock clock;

  /**
   * Verifies by the bundle in force.
   *
   * @param trust empty as long as no tracker was heard
   * @param clock by which grants run out
   */
  public GrantVerifier(Supplier<Optional<TrustBundle>> trust, TrackerClock clock) {
    this.trust = trust;
    this.clock = clock;
  }

  /**
   * Verifies a grant.
   *
   * @throws Refusal GRANT_MISSING, GRANT_INVALID or GRANT_EXPIRED
   */
  Grant verify(String text) {
    if (text.isEmpty()) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_GRANT_MISSING,
          "this call needs a grant for the group; ask a tracker for one (IssueGrant)");
    }
    Optional<TrustBundle> bundle = trust.get();
    if (bundle.isEmpty() || !clock.isSet()) {
      throw invalid("this peer has not yet heard from a tracker");
    }
    Grant grant = read(text, bundle.get());
    if (!clock.instant().isBefore(grant.expireTime())) {
      throw expired();
    }
    return grant;
  }

  static Refusal expired() {
    return new Refusal(
        ErrorReason.ERROR_REASON_GRANT_EXPIRED,
        "the grant has run out; fetch a new one and call again");
  }

  private static Grant read(String text, TrustBundle bundle) {
    try {
      SignedJWT jwt = SignedJWT.parse(text);
      JWSHeader header = jwt.getHeader();
      if (!JWSAlgorithm.ES256.equals(header.getAlgorithm()) || !TYPE.equals(header.getType())) {
        throw invalid("it is no ES256 JWT of type " + TYPE);
      }
      String keyId = header.getKeyID();
      ECPublicKey key = keyId == null ? null : bundle.grantKeys().get(keyId);
      if (key == null) {
        throw invalid("it is signed with a key that is not in force");
      }
      if (!jwt.verify(new ECDSAVerifier(key))) {
        throw invalid("its signature is wrong");
      }
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      if (!bundle.deploymentId().equals(claims.getIssuer())) {
        throw invalid("it comes from another deployment");
      }
      return grant(claims);
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_GRANT_INVALID, "the grant is no signed grant at all", e);
    }
  }

  private static Grant grant(JWTClaimsSet claims) throws ParseException {
    String user = claims.getSubject();
    String groupId = claims.getStringClaim("grp");
    Long version = claims.getLongClaim("ver");
    Date expireTime = claims.getExpirationTime();
    Map<String, Object> confirmation = claims.getJSONObjectClaim("cnf");
    Object thumbprint = confirmation == null ? null : confirmation.get("jkt");
    if (user == null
        || groupId == null
        || version == null
        || expireTime == null
        || !(thumbprint instanceof String keyThumbprint)) {
      throw invalid("it lacks a claim");
    }
    return new Grant(user, groupId, version, keyThumbprint, expireTime.toInstant());
  }

  private static Refusal invalid(String why) {
    return new Refusal(
        ErrorReason.ERROR_REASON_GRANT_INVALID, "the grant cannot be accepted: " + why);
  }
}
