package io.coterie.peer.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.coterie.rpc.auth.Callers;
import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.v1.GroupServiceGrpc.GroupServiceImplBase;
import io.coterie.tracker.v1.IssueGrantRequest;
import io.coterie.tracker.v1.IssueGrantResponse;
import io.grpc.stub.StreamObserver;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Issues grants. */
public final class FakeGroups extends GroupServiceImplBase {
  static final String KEY_ID = "grant-key-1";

  private final FakeDeployment deployment;
  private final KeyPair key = Keys.generate();
  private final AtomicInteger issued = new AtomicInteger();
  private volatile boolean broken;

  FakeGroups(FakeDeployment deployment) {
    this.deployment = deployment;
  }

  KeyPair key() {
    return key;
  }

  /** How many grants were issued. */
  public int issued() {
    return issued.get();
  }

  /** Fails from now on, or not. */
  public void setBroken(boolean fails) {
    broken = fails;
  }

  @Override
  public void issueGrant(IssueGrantRequest request, StreamObserver<IssueGrantResponse> responses) {
    if (broken) {
      throw new Refusal(ErrorReason.ERROR_REASON_STORE_UNAVAILABLE, "the store is away");
    }
    SessionCaller caller = Callers.session();
    FakeGroup group = deployment.requireMember(request.getGroup(), caller.user());
    Instant expiry = deployment.clock.instant().plus(FakeDeployment.GRANT_LIFE);
    issued.incrementAndGet();
    responses.onNext(
        IssueGrantResponse.newBuilder()
            .setGrant(sign(caller, group, expiry))
            .setGroupId(group.id())
            .setExpireTime(FakeDeployment.time(expiry))
            .build());
    responses.onCompleted();
  }

  private String sign(SessionCaller caller, FakeGroup group, Instant expiry) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(deployment.id)
            .subject(caller.user())
            .claim("grp", group.id())
            .claim("ver", group.version(caller.user()))
            .claim("cnf", Map.of("jkt", caller.peer().orElseThrow().thumbprint()))
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date.from(deployment.clock.instant()))
            .expirationTime(Date.from(expiry))
            .build();
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("coterie-grant+jwt"))
                .keyID(KEY_ID)
                .build(),
            claims);
    try {
      jwt.sign(new ECDSASigner((ECPrivateKey) key.getPrivate()));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return jwt.serialize();
  }
}
