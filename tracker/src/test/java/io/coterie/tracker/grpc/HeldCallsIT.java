package io.coterie.tracker.grpc;

import static io.coterie.tracker.testing.Actor.id;
import static io.coterie.tracker.testing.TestTracker.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.coterie.rpc.error.Failure;
import io.coterie.rpc.testing.HeldCall;
import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.app.DomainServices;
import io.coterie.tracker.testing.Actor;
import io.coterie.tracker.testing.TestTracker;
import io.coterie.tracker.v1.ChangePasswordRequest;
import io.coterie.tracker.v1.CreateGroupRequest;
import io.coterie.tracker.v1.CreateGroupResponse;
import io.coterie.tracker.v1.GroupServiceGrpc;
import io.coterie.tracker.v1.IssueGrantRequest;
import io.coterie.tracker.v1.IssueGrantResponse;
import io.coterie.tracker.v1.RevokeSessionRequest;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls authenticated before their session ended, whose requests are sent after it. */
class HeldCallsIT {

  @TempDir private Path folder;
  private TestTracker tracker;
  private Actor owner;
  private Actor thief;

  @BeforeEach
  void start() {
    tracker = new TestTracker(folder);
    owner = tracker.joins("alice");
    thief = tracker.logsIn("alice", Keys.generate());
    owner.creates("friends");
  }

  @AfterEach
  void stop() {
    tracker.close();
  }

  @Test
  void areServedWhileTheSessionLives() {
    assertThat(grantAfter(session -> {}).failure()).isEmpty();
    assertThat(changeAfter(session -> {}).failure()).isEmpty();
  }

  @Test
  void doNothingAfterARevocation() {
    assertRefused(grantAfter(this::revoke));
    thief = tracker.logsIn("alice", Keys.generate());
    assertRefused(changeAfter(this::revoke));
    assertThat(tracker.count("select count(*) from grp where name = ?", "spoils")).isZero();
  }

  @Test
  void doNothingAfterAPasswordChange() {
    assertRefused(grantAfter(session -> changePassword()));
  }

  @Test
  void doNothingAfterASuspension() {
    assertRefused(grantAfter(session -> suspend()));
  }

  private HeldCall<IssueGrantRequest, IssueGrantResponse> grantAfter(Consumer<String> happening) {
    var call = new HeldCall<>(thief.channel(), GroupServiceGrpc.getIssueGrantMethod());
    await().until(() -> tracker.requestTimer().pending() == 1);
    happening.accept(thief.sessionId());
    return call.complete(IssueGrantRequest.newBuilder().setGroup("friends").build());
  }

  private HeldCall<CreateGroupRequest, CreateGroupResponse> changeAfter(
      Consumer<String> happening) {
    var call = new HeldCall<>(thief.channel(), GroupServiceGrpc.getCreateGroupMethod());
    await().until(() -> tracker.requestTimer().pending() == 1);
    happening.accept(thief.sessionId());
    return call.complete(
        CreateGroupRequest.newBuilder().setRequestId(id()).setGroup("spoils").build());
  }

  private static void assertRefused(HeldCall<?, ?> call) {
    assertThat(call.failure().map(Failure::reason))
        .contains(ErrorReason.ERROR_REASON_SESSION_INVALID);
  }

  private void revoke(String session) {
    var unused =
        owner
            .sessions()
            .revokeSession(
                RevokeSessionRequest.newBuilder().setRequestId(id()).setSessionId(session).build());
  }

  private void changePassword() {
    var unused =
        owner
            .accounts()
            .changePassword(
                ChangePasswordRequest.newBuilder()
                    .setRequestId(id())
                    .setCurrentPassword(PASSWORD)
                    .setNewPassword("another horse")
                    .build());
  }

  private void suspend() {
    int unused = tracker.store().write(tx -> DomainServices.suspension().suspend(tx, "alice"));
  }
}
