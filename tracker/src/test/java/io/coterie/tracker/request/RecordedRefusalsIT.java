package io.coterie.tracker.request;

import static io.coterie.tracker.testing.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.attempt.PreviousAttempts;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.session.PeerAccess;
import io.coterie.tracker.session.Sessions;
import io.coterie.tracker.sql.SqlRequestLog;
import io.coterie.tracker.sql.SqlSessions;
import io.coterie.tracker.store.Tx;
import io.coterie.tracker.testing.TestTracker;
import io.coterie.tracker.v1.CreateUserRequest;
import io.coterie.tracker.v1.CreateUserResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes between the refusal of a repeated call and its record. */
class RecordedRefusalsIT {

  private static final RequestKey KEY = RequestKey.ofStranger("CreateUser", "bob", "request-1");
  private static final CreateUserRequest REQUEST =
      CreateUserRequest.newBuilder().setRequestId("request-1").setUser("bob").build();
  private static final CreateUserResponse DONE =
      CreateUserResponse.newBuilder().setUser("bob").build();

  @TempDir private Path folder;
  private TestTracker tracker;
  private TestTracker other;

  @BeforeEach
  void start() {
    tracker = new TestTracker(folder);
    other = new TestTracker(folder, tracker.clock(), true);
  }

  @AfterEach
  void stop() {
    other.close();
    tracker.close();
  }

  @Test
  void anAttemptThatWasAppliedMeanwhileCounts() {
    CreateUserResponse answer = PreviousAttempts.after(1, () -> refusedAfter(this::applied));

    assertThat(answer).isEqualTo(DONE);
  }

  @Test
  void anAttemptThatWasRefusedMeanwhileCounts() {
    assertRefused(
        "GROUP_EXISTS", () -> PreviousAttempts.after(1, () -> refusedAfter(this::refused)));

    assertRefused("GROUP_EXISTS", this::applied);
  }

  @Test
  void whatCannotBeRecordedIsNotToldAsARefusal() {
    assertRefused(
        "STORE_UNAVAILABLE", () -> PreviousAttempts.after(1, () -> refusedAfter(other::close)));

    assertThat(applied()).isEqualTo(DONE);
  }

  private CreateUserResponse applied() {
    return requests(tracker).once(KEY, REQUEST, CreateUserResponse.parser(), tx -> DONE);
  }

  private void refused() {
    assertRefused(
        "GROUP_EXISTS",
        () ->
            requests(tracker)
                .once(
                    KEY,
                    REQUEST,
                    CreateUserResponse.parser(),
                    tx -> {
                      throw new Refusal(ErrorReason.ERROR_REASON_GROUP_EXISTS, "there is one");
                    }));
  }

  /** A call at the other tracker that is refused after something has happened. */
  private CreateUserResponse refusedAfter(Runnable happening) {
    return requests(other)
        .once(
            KEY,
            REQUEST,
            CreateUserResponse.parser(),
            () -> {
              happening.run();
              throw new Refusal(ErrorReason.ERROR_REASON_USER_EXISTS, "the name is taken");
            },
            (tx, nothing) -> DONE);
  }

  private static Requests requests(TestTracker at) {
    PeerAccess unused =
        new PeerAccess() {
          @Override
          public void dropSources(Tx tx, String userKey, String peerId) {}

          @Override
          public void voidGrants(Tx tx, String userKey) {}
        };
    return new Requests(
        at.store(),
        new SqlRequestLog(),
        new Sessions(new SqlSessions(), unused),
        (secret, salt) -> salt);
  }
}
