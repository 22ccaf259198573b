package io.coterie.shell.command;

import io.coterie.rpc.auth.BearerToken;
import io.coterie.tracker.v1.AccountServiceGrpc;
import io.coterie.tracker.v1.AccountServiceGrpc.AccountServiceBlockingStub;
import io.coterie.tracker.v1.FileServiceGrpc;
import io.coterie.tracker.v1.FileServiceGrpc.FileServiceBlockingStub;
import io.coterie.tracker.v1.GroupServiceGrpc;
import io.coterie.tracker.v1.GroupServiceGrpc.GroupServiceBlockingStub;
import io.coterie.tracker.v1.SessionServiceGrpc;
import io.coterie.tracker.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import io.grpc.Channel;
import io.grpc.stub.AbstractStub;

/**
 * Calls to the trackers, on behalf of the user who is logged in on the peer. The session is asked
 * of the peer each time, so that it is never one that has ended. Safe for use from any thread.
 */
public final class TrackerClient {
  private final Channel channel;
  private final TrackerSurvey survey;
  private final ControlClient control;

  /**
   * A client of the trackers.
   *
   * @param channel leads to any of the trackers and bounds each call in time
   * @param survey tells how each tracker is doing
   * @param control knows the session
   */
  public TrackerClient(Channel channel, TrackerSurvey survey, ControlClient control) {
    this.channel = channel;
    this.survey = survey;
    this.control = control;
  }

  /** Calls about accounts that need no session. */
  public AccountServiceBlockingStub strangers() {
    return AccountServiceGrpc.newBlockingStub(channel);
  }

  /** Calls about the user's own account. */
  public AccountServiceBlockingStub accounts() {
    return withSession(AccountServiceGrpc.newBlockingStub(channel));
  }

  /** Calls about the user's sessions. */
  public SessionServiceBlockingStub sessions() {
    return withSession(SessionServiceGrpc.newBlockingStub(channel));
  }

  /** Calls about groups. */
  public GroupServiceBlockingStub groups() {
    return withSession(GroupServiceGrpc.newBlockingStub(channel));
  }

  /** Calls about files. */
  public FileServiceBlockingStub files() {
    return withSession(FileServiceGrpc.newBlockingStub(channel));
  }

  /** Tells how each tracker is doing. */
  public TrackerSurvey survey() {
    return survey;
  }

  private <S extends AbstractStub<S>> S withSession(S stub) {
    BearerToken token = new BearerToken(control.session().getSessionToken());
    return stub.withCallCredentials(token.toCallCredentials());
  }
}
