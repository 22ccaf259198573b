package io.coterie.peer.testing;

import com.google.protobuf.ByteString;
import io.coterie.rpc.auth.Callers;
import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.tls.Certificates;
import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.tls.PeerKey;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.v1.IssuedCertificate;
import io.coterie.tracker.v1.LoginRequest;
import io.coterie.tracker.v1.LoginResponse;
import io.coterie.tracker.v1.LogoutRequest;
import io.coterie.tracker.v1.LogoutResponse;
import io.coterie.tracker.v1.RenewCertificateRequest;
import io.coterie.tracker.v1.RenewCertificateResponse;
import io.coterie.tracker.v1.Session;
import io.coterie.tracker.v1.SessionServiceGrpc.SessionServiceImplBase;
import io.grpc.stub.StreamObserver;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Opens sessions and certifies keys. */
public final class FakeSessions extends SessionServiceImplBase {
  private static final Set<String> USERS = Set.of("alice", "bob", "carol");

  private final FakeDeployment deployment;
  private final List<PublicKey> certified = new CopyOnWriteArrayList<>();
  private volatile boolean broken;

  FakeSessions(FakeDeployment deployment) {
    this.deployment = deployment;
  }

  /** The keys that were certified, in order, each time. */
  public List<PublicKey> certified() {
    return List.copyOf(certified);
  }

  /** Fails renewals from now on, or not. */
  public void setBroken(boolean fails) {
    broken = fails;
  }

  @Override
  public void login(LoginRequest request, StreamObserver<LoginResponse> responses) {
    String user = request.getUser();
    if (!USERS.contains(user) || !request.getPassword().equals(user + "'s password")) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_CREDENTIALS_WRONG, "user name or password is wrong");
    }
    PublicKey key = Keys.keyOf(request.getCertificateSigningRequest().toByteArray());
    PeerKey peer = PeerKey.of(key);
    responses.onNext(
        LoginResponse.newBuilder()
            .setSessionToken(deployment.open(user, peer))
            .setSession(session(user, peer))
            .setCertificate(certify(key, user))
            .build());
    responses.onCompleted();
  }

  @Override
  public void renewCertificate(
      RenewCertificateRequest request, StreamObserver<RenewCertificateResponse> responses) {
    if (broken) {
      throw new Refusal(ErrorReason.ERROR_REASON_STORE_UNAVAILABLE, "the store is away");
    }
    SessionCaller caller = Callers.session();
    PublicKey key = Keys.keyOf(request.getCertificateSigningRequest().toByteArray());
    responses.onNext(
        RenewCertificateResponse.newBuilder()
            .setCertificate(certify(key, caller.user()))
            .setSession(session(caller.user(), PeerKey.of(key)))
            .build());
    responses.onCompleted();
  }

  @Override
  public void logout(LogoutRequest request, StreamObserver<LogoutResponse> responses) {
    deployment.endSessions(Callers.session().user());
    responses.onNext(LogoutResponse.getDefaultInstance());
    responses.onCompleted();
  }

  private Session session(String user, PeerKey peer) {
    return Session.newBuilder()
        .setUser(user)
        .setPeerId(peer.peerId().value())
        .setExpireTime(end())
        .build();
  }

  private com.google.protobuf.Timestamp end() {
    return FakeDeployment.time(deployment.clock.instant().plus(FakeDeployment.CERTIFICATE_LIFE));
  }

  private IssuedCertificate certify(PublicKey key, String user) {
    certified.add(key);
    Instant now = deployment.clock.instant();
    List<ByteString> chain = new ArrayList<>();
    deployment
        .authority
        .certify(key, user, now, now.plus(FakeDeployment.CERTIFICATE_LIFE))
        .forEach(part -> chain.add(ByteString.copyFrom(Certificates.encode(part))));
    return IssuedCertificate.newBuilder().addAllChain(chain).setExpireTime(end()).build();
  }
}
