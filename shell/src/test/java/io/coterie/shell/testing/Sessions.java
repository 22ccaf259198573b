package io.coterie.shell.testing;

import io.coterie.rpc.auth.Callers;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.v1.ListSessionsRequest;
import io.coterie.tracker.v1.ListSessionsResponse;
import io.coterie.tracker.v1.RevokeSessionRequest;
import io.coterie.tracker.v1.RevokeSessionResponse;
import io.coterie.tracker.v1.Session;
import io.coterie.tracker.v1.SessionServiceGrpc.SessionServiceImplBase;
import io.grpc.stub.StreamObserver;

/** A session's id is its token in upper case. */
final class Sessions extends SessionServiceImplBase {
  private final Deployment deployment;

  Sessions(Deployment deployment) {
    this.deployment = deployment;
  }

  @Override
  public void listSessions(
      ListSessionsRequest request, StreamObserver<ListSessionsResponse> observer) {
    String user = Callers.session().user();
    ListSessionsResponse.Builder all = ListSessionsResponse.newBuilder();
    synchronized (deployment) {
      deployment.enter(null);
      deployment.sessions.forEach(
          (token, owner) -> {
            if (owner.equals(user)) {
              all.addSessions(
                  Session.newBuilder()
                      .setSessionId(id(token))
                      .setUser(owner)
                      .setPeerId("peer-of-" + owner)
                      .setCreateTime(Deployment.TIME)
                      .setCurrent(id(token).equals(Callers.session().sessionId())));
            }
          });
    }
    observer.onNext(all.build());
    observer.onCompleted();
  }

  @Override
  public void revokeSession(
      RevokeSessionRequest request, StreamObserver<RevokeSessionResponse> observer) {
    String user = Callers.session().user();
    synchronized (deployment) {
      deployment.enter(request.getRequestId());
      boolean ended =
          deployment
              .sessions
              .entrySet()
              .removeIf(
                  session ->
                      session.getValue().equals(user)
                          && id(session.getKey()).equals(request.getSessionId()));
      if (!ended) {
        throw Deployment.refusal(
            ErrorReason.ERROR_REASON_SESSION_NOT_FOUND, "you have no such session");
      }
    }
    observer.onNext(RevokeSessionResponse.getDefaultInstance());
    observer.onCompleted();
  }

  static String id(String token) {
    return token.toUpperCase(java.util.Locale.ROOT);
  }
}
