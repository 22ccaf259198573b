package io.coterie.tracker.grpc;

import com.google.protobuf.ByteString;
import io.coterie.rpc.auth.Callers;
import io.coterie.rpc.auth.SessionCaller;
import io.coterie.tracker.account.AddressThrottle;
import io.coterie.tracker.request.RequestKey;
import io.coterie.tracker.request.Requests;
import io.coterie.tracker.session.IssuedCertificate;
import io.coterie.tracker.session.Login;
import io.coterie.tracker.session.LoginDesk;
import io.coterie.tracker.session.Renewal;
import io.coterie.tracker.session.Session;
import io.coterie.tracker.session.SessionCursor;
import io.coterie.tracker.session.Sessions;
import io.coterie.tracker.store.Page;
import io.coterie.tracker.store.Transactions;
import io.coterie.tracker.v1.ListSessionsRequest;
import io.coterie.tracker.v1.ListSessionsResponse;
import io.coterie.tracker.v1.LoginRequest;
import io.coterie.tracker.v1.LoginResponse;
import io.coterie.tracker.v1.LogoutRequest;
import io.coterie.tracker.v1.LogoutResponse;
import io.coterie.tracker.v1.RenewCertificateRequest;
import io.coterie.tracker.v1.RenewCertificateResponse;
import io.coterie.tracker.v1.RevokeSessionRequest;
import io.coterie.tracker.v1.RevokeSessionResponse;
import io.coterie.tracker.v1.SessionServiceGrpc.SessionServiceImplBase;
import io.grpc.stub.StreamObserver;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** SessionService on the wire, to be served behind {@link AddressInterceptor}. */
public final class SessionGrpcService extends SessionServiceImplBase {

  private final Transactions transactions;
  private final Requests requests;
  private final LoginDesk desk;
  private final Sessions sessions;
  private final AddressThrottle addresses;
  private final PageTokens tokens;

  public SessionGrpcService(
      Transactions transactions,
      Requests requests,
      LoginDesk desk,
      Sessions sessions,
      AddressThrottle addresses,
      PageTokens tokens) {
    this.transactions = transactions;
    this.requests = requests;
    this.desk = desk;
    this.sessions = sessions;
    this.addresses = addresses;
    this.tokens = tokens;
  }

  @Override
  public void login(LoginRequest request, StreamObserver<LoginResponse> call) {
    ByteString csr = request.getCertificateSigningRequest();
    Login login =
        addresses.guard(
            AddressInterceptor.current(),
            () ->
                desk.login(
                    request.getUser(),
                    request.getPassword(),
                    csr.isEmpty() ? Optional.empty() : Optional.of(csr.toByteArray())));
    LoginResponse.Builder response =
        LoginResponse.newBuilder()
            .setSessionToken(login.token().secret())
            .setSession(message(login.session(), login.session().id()));
    login.certificate().map(SessionGrpcService::message).ifPresent(response::setCertificate);
    Unary.answer(call, response.build());
  }

  @Override
  public void renewCertificate(
      RenewCertificateRequest request, StreamObserver<RenewCertificateResponse> call) {
    SessionCaller caller = Callers.session();
    Renewal renewal = desk.renew(caller, request.getCertificateSigningRequest().toByteArray());
    Unary.answer(
        call,
        RenewCertificateResponse.newBuilder()
            .setCertificate(message(renewal.certificate()))
            .setSession(message(renewal.session(), caller.sessionId()))
            .build());
  }

  @Override
  public void logout(LogoutRequest request, StreamObserver<LogoutResponse> call) {
    SessionCaller caller = Callers.session();
    LogoutResponse response =
        requests.once(
            RequestKey.of(caller, request.getRequestId()),
            request,
            LogoutResponse.parser(),
            tx -> {
              sessions.logout(tx, caller);
              return LogoutResponse.getDefaultInstance();
            });
    Unary.answer(call, response);
  }

  @Override
  public void listSessions(ListSessionsRequest request, StreamObserver<ListSessionsResponse> call) {
    SessionCaller caller = Callers.session();
    Listing listing = new Listing(tokens, request, caller.userKey());
    Optional<SessionCursor> after =
        listing
            .after(2)
            .map(
                place ->
                    new SessionCursor(
                        Instant.ofEpochMilli(Long.parseLong(place.get(0))), place.get(1)));
    Page<Session> page =
        transactions.lookUp(tx -> sessions.list(tx, caller, after, listing.size()));
    ListSessionsResponse.Builder response =
        ListSessionsResponse.newBuilder()
            .setNextPageToken(
                listing.next(
                    page,
                    last ->
                        new String[] {Long.toString(last.createTime().toEpochMilli()), last.id()}));
    page.items().forEach(item -> response.addSessions(message(item, caller.sessionId())));
    Unary.answer(call, response.build());
  }

  @Override
  public void revokeSession(
      RevokeSessionRequest request, StreamObserver<RevokeSessionResponse> call) {
    SessionCaller caller = Callers.session();
    RevokeSessionResponse response =
        requests.once(
            RequestKey.of(caller, request.getRequestId()),
            request,
            RevokeSessionResponse.parser(),
            tx -> {
              sessions.revoke(tx, caller, request.getSessionId());
              return RevokeSessionResponse.getDefaultInstance();
            });
    Unary.answer(call, response);
  }

  private static io.coterie.tracker.v1.Session message(Session session, String currentId) {
    return io.coterie.tracker.v1.Session.newBuilder()
        .setSessionId(session.id())
        .setUser(session.user())
        .setPeerId(session.peerId())
        .setCreateTime(Unary.timestamp(session.createTime()))
        .setExpireTime(Unary.timestamp(session.expireTime()))
        .setCurrent(session.id().equals(currentId))
        .build();
  }

  private static io.coterie.tracker.v1.IssuedCertificate message(IssuedCertificate issued) {
    io.coterie.tracker.v1.IssuedCertificate.Builder message =
        io.coterie.tracker.v1.IssuedCertificate.newBuilder()
            .setExpireTime(Unary.timestamp(issued.expireTime()));
    for (X509Certificate certificate : issued.chain()) {
      try {
        message.addChain(ByteString.copyFrom(certificate.getEncoded()));
      } catch (CertificateEncodingException impossible) {
        throw new IllegalStateException("a certificate just issued has no encoding", impossible);
      }
    }
    return message.build();
  }
}
