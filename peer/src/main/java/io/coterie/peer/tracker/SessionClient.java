package io.coterie.peer.tracker;

import com.google.protobuf.ByteString;
import io.coterie.peer.trust.TrustBundle;
import io.coterie.rpc.auth.BearerToken;
import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.tls.PeerId;
import io.coterie.rpc.tls.PeerSubject;
import io.coterie.tracker.v1.LoginRequest;
import io.coterie.tracker.v1.LoginResponse;
import io.coterie.tracker.v1.LogoutRequest;
import io.coterie.tracker.v1.RenewCertificateRequest;
import io.coterie.tracker.v1.SessionServiceGrpc;
import io.grpc.Channel;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The calls that open, extend and end a session. */
final class SessionClient {

  /** A session with the certificate that came with it, its own first in the chain. */
  record Opened(Session session, List<X509Certificate> chain) {
    /** The last of the chain, which peers trust. */
    X509Certificate authority() {
      return chain.get(chain.size() - 1);
    }
  }

  private SessionClient() {}

  /** Opens a session for the key. Fails with CREDENTIALS_WRONG, NO_TRACKER, ... */
  static CompletableFuture<Opened> login(
      Channel tracker, String user, String password, KeyPair key, TrustBundle trust) {
    return TrackerCalls.call(
            tracker,
            SessionServiceGrpc.getLoginMethod(),
            LoginRequest.newBuilder()
                .setUser(user)
                .setPassword(password)
                .setCertificateSigningRequest(ByteString.copyFrom(Keys.signingRequest(key)))
                .build())
        .thenApply(answer -> opened(answer, key, trust));
  }

  private static Opened opened(LoginResponse answer, KeyPair key, TrustBundle trust) {
    Session session =
        new Session(
            new BearerToken(answer.getSessionToken()),
            answer.getSession().getUser(),
            PeerId.of(key.getPublic()),
            Times.instant(answer.getSession().getExpireTime()));
    PeerSubject subject = new PeerSubject(session.user(), session.peerId());
    return new Opened(
        session, IssuedChain.check(answer.getCertificate(), key.getPublic(), subject, trust));
  }

  /** Gets another certificate for the key of the session and extends the session. */
  static CompletableFuture<Opened> renew(
      Channel tracker, Session session, KeyPair key, TrustBundle trust) {
    PeerSubject subject = new PeerSubject(session.user(), session.peerId());
    return TrackerCalls.call(
            tracker,
            SessionServiceGrpc.getRenewCertificateMethod(),
            RenewCertificateRequest.newBuilder()
                .setCertificateSigningRequest(ByteString.copyFrom(Keys.signingRequest(key)))
                .build())
        .thenApply(
            answer ->
                new Opened(
                    session.extendedTo(Times.instant(answer.getSession().getExpireTime())),
                    IssuedChain.check(answer.getCertificate(), key.getPublic(), subject, trust)));
  }

  /** Ends the session that the channel sends. */
  static CompletableFuture<Void> logout(Channel tracker) {
    return TrackerCalls.call(
            tracker,
            SessionServiceGrpc.getLogoutMethod(),
            LogoutRequest.newBuilder().setRequestId(UUID.randomUUID().toString()).build())
        .thenAccept(answer -> {});
  }
}
