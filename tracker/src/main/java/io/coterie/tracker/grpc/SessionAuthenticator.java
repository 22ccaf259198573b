package io.coterie.tracker.grpc;

import io.coterie.rpc.auth.Authenticator;
import io.coterie.rpc.auth.BearerToken;
import io.coterie.rpc.auth.Caller;
import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.session.RecentSessions;
import io.coterie.tracker.session.Session;
import io.coterie.tracker.session.SessionToken;
import io.coterie.tracker.session.Sessions;
import io.coterie.tracker.store.Transactions;
import io.coterie.tracker.v1.SessionServiceGrpc;
import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.Optional;

/**
 * Establishes the caller by the session token. Reads the store, so it blocks. For calls that only
 * read, a session counts as it was within the last second. One that has ended is good for nothing
 * but the repetition of its Logout.
 */
public final class SessionAuthenticator implements Authenticator {

  private static final String LOGOUT = SessionServiceGrpc.getLogoutMethod().getFullMethodName();

  private final Transactions transactions;
  private final Sessions sessions;
  private final RecentSessions recent;

  public SessionAuthenticator(Transactions transactions, Sessions sessions, RecentSessions recent) {
    this.transactions = transactions;
    this.sessions = sessions;
    this.recent = recent;
  }

  @Override
  public Caller authenticate(Metadata headers, Attributes attributes) {
    return caller(stored(tokenIn(headers)));
  }

  @Override
  public Caller authenticate(
      MethodDescriptor<?, ?> method, Metadata headers, Attributes attributes) {
    SessionToken token = tokenIn(headers);
    if (method.isSafe()) {
      return caller(recent.find(token, () -> stored(token)));
    }
    return caller(
        method.getFullMethodName().equals(LOGOUT)
            ? transactions.read(tx -> sessions.findForLogout(tx, token))
            : stored(token));
  }

  private Optional<Session> stored(SessionToken token) {
    return transactions.lookUp(tx -> sessions.find(tx, token));
  }

  private static SessionToken tokenIn(Metadata headers) {
    return BearerToken.in(headers)
        .map(bearer -> new SessionToken(bearer.secret()))
        .orElseThrow(
            () ->
                new Refusal(
                    ErrorReason.ERROR_REASON_SESSION_MISSING,
                    "log in first; the call carries no session token"));
  }

  private static SessionCaller caller(Optional<Session> found) {
    return found
        .map(
            session ->
                new SessionCaller(session.user(), session.userKey(), session.id(), session.peer()))
        .orElseThrow(
            () ->
                new Refusal(
                    ErrorReason.ERROR_REASON_SESSION_INVALID,
                    "the session has ended or was never opened; log in again"));
  }
}
