package io.coterie.tracker.grpc;

import static io.coterie.tracker.testing.Actor.id;
import static io.coterie.tracker.testing.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.error.Failure;
import io.coterie.tracker.testing.Actor;
import io.coterie.tracker.testing.TestTracker;
import io.coterie.tracker.v1.AccountServiceGrpc;
import io.coterie.tracker.v1.ChangePasswordRequest;
import io.coterie.tracker.v1.CreateGroupRequest;
import io.coterie.tracker.v1.CreateGroupResponse;
import io.coterie.tracker.v1.CreateUserRequest;
import io.coterie.tracker.v1.GroupServiceGrpc;
import io.coterie.tracker.v1.LeaveGroupRequest;
import io.grpc.Metadata;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client may rely on when it repeats a call, be it at another tracker. */
class RepeatedCallsIT {

  @TempDir private Path folder;
  private TestTracker tracker;
  private TestTracker other;
  private Actor alice;

  @BeforeEach
  void start() {
    tracker = new TestTracker(folder);
    other = new TestTracker(folder, tracker.clock(), true);
    alice = tracker.joins("alice");
  }

  @AfterEach
  void stop() {
    other.close();
    tracker.close();
  }

  @Test
  void theFirstOutcomeIsReturnedAndAppliedOnce() {
    CreateGroupRequest request = create("photos", id());
    CreateGroupResponse first = alice.groups().createGroup(request);
    alice.letsIn("photos", tracker.joins("bob"));

    assertThat(atOther().createGroup(request)).isEqualTo(first);
    assertThat(first.getGroup().getMemberCount()).isEqualTo(1);

    LeaveGroupRequest leaving =
        LeaveGroupRequest.newBuilder().setRequestId(id()).setGroup("photos").build();
    var left = alice.groups().leaveGroup(leaving);
    assertThat(atOther().leaveGroup(leaving)).isEqualTo(left);
    assertThat(left.getOwner()).isEqualTo("bob");
  }

  @Test
  void oneIdIsForOneRequest() {
    String requestId = id();
    alice.groups().createGroup(create("photos", requestId));

    assertRefused("REQUEST_ID_REUSED", () -> alice.groups().createGroup(create("x", requestId)));
    assertRefused(
        "REQUEST_ID_REUSED",
        () ->
            alice
                .groups()
                .leaveGroup(
                    LeaveGroupRequest.newBuilder()
                        .setRequestId(requestId)
                        .setGroup("photos")
                        .build()));
    Actor bob = tracker.joins("bob");
    assertThat(bob.groups().createGroup(create("x", requestId)).getGroup().getOwner())
        .as("another caller's id is another id")
        .isEqualTo("bob");
  }

  @Test
  void theRefusalOfAFirstAttemptIsNotKept() {
    alice.creates("photos");
    CreateGroupRequest request = create("photos", id());
    Actor bob = tracker.joins("bob");
    assertRefused("GROUP_EXISTS", () -> bob.groups().createGroup(request));

    alice.leaves("photos");

    assertThat(bob.groups().createGroup(request).getGroup().getOwner()).isEqualTo("bob");
  }

  @Test
  void theRefusalOfARepeatedAttemptIsKept() {
    alice.creates("photos");
    CreateGroupRequest request = create("photos", id());
    Actor bob = tracker.joins("bob");
    Failure told = assertRefused("GROUP_EXISTS", () -> repeated(bob.groups()).createGroup(request));

    alice.leaves("photos");

    Failure late = assertRefused("GROUP_EXISTS", () -> atOther(bob).createGroup(request));
    assertThat(late).isEqualTo(told);
    assertRefused("GROUP_EXISTS", () -> repeated(atOther(bob)).createGroup(request));
    assertRefused(
        "REQUEST_ID_REUSED",
        () -> bob.groups().createGroup(create("films", request.getRequestId())));
    assertThat(tracker.count("select count(*) from grp")).isZero();

    tracker.clock().advance(Duration.ofHours(24));
    CreateGroupResponse created = bob.groups().createGroup(request);
    assertThat(repeated(atOther(bob)).createGroup(request)).isEqualTo(created);
  }

  @Test
  void aRefusalThatIsNoneOfTheRulesIsNeverKept() {
    ChangePasswordRequest request = password("another horse", "a third horse", id());
    assertRefused("CREDENTIALS_WRONG", () -> repeated(alice.accounts()).changePassword(request));

    var unused =
        alice.accounts().changePassword(password(TestTracker.PASSWORD, "another horse", id()));

    assertThat(alice.accounts().changePassword(request).getEndedSessions()).isZero();
  }

  @Test
  void creatingAUserIsKeyedByTheName() {
    String requestId = id();
    var accounts = AccountServiceGrpc.newBlockingStub(tracker.channel());
    var atOther = AccountServiceGrpc.newBlockingStub(other.channel());
    var first = accounts.createUser(user("bob", "first password", requestId));

    assertThat(atOther.createUser(user("bob", "first password", requestId))).isEqualTo(first);
    assertRefused(
        "REQUEST_ID_REUSED", () -> atOther.createUser(user("bob", "other password", requestId)));
    assertRefused("USER_EXISTS", () -> atOther.createUser(user("bob", "first password", id())));
    assertThat(atOther.createUser(user("carol", "first password", requestId)).getUser())
        .isEqualTo("carol");
  }

  @Test
  void concurrentDuplicatesAllGetTheFirstOutcome() throws Exception {
    CreateGroupRequest request = create("photos", id());
    ExecutorService callers = Executors.newFixedThreadPool(16);
    CountDownLatch together = new CountDownLatch(1);
    try {
      List<Future<CreateGroupResponse>> answers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        var stub = i % 2 == 0 ? alice.groups() : atOther();
        answers.add(
            callers.submit(
                () -> {
                  together.await();
                  return stub.createGroup(request);
                }));
      }
      together.countDown();
      CreateGroupResponse first = answers.get(0).get();
      for (Future<CreateGroupResponse> answer : answers) {
        assertThat(answer.get()).isEqualTo(first);
      }
    } finally {
      callers.shutdownNow();
    }
    assertThat(tracker.count("select count(*) from grp")).isEqualTo(1);
    assertThat(tracker.count("select count(*) from event")).isEqualTo(1);
  }

  @Test
  void anIdIsForgottenAfterADay() {
    CreateGroupRequest request = create("photos", id());
    alice.groups().createGroup(request);
    tracker.clock().advance(Duration.ofHours(24).minusMillis(1));
    assertThat(alice.groups().createGroup(request).getGroup().getName()).isEqualTo("photos");

    tracker.clock().advance(Duration.ofMillis(1));

    assertRefused("GROUP_EXISTS", () -> alice.groups().createGroup(request));
    assertThat(alice.groups().createGroup(create("films", request.getRequestId())).hasGroup())
        .isTrue();
  }

  @Test
  void cleaningIsBoundedAndLeavesWhatIsYoung() {
    for (int i = 0; i < 600; i++) {
      alice.creates("group " + i);
    }
    tracker.clock().advance(Duration.ofHours(26));
    alice.creates("young");
    var cleaning = tracker.domain().cleaning();

    assertThat(tracker.store().write(cleaning::clean)).isEqualTo(500);
    assertThat(tracker.store().write(cleaning::clean)).isEqualTo(101);
    assertThat(tracker.store().write(cleaning::clean)).isZero();
    assertThat(tracker.count("select count(*) from request_log")).isEqualTo(1);
  }

  @Test
  void noFastHashOfAPasswordIsKept() throws Exception {
    String requestId = id();
    CreateUserRequest request = user("bob", "first password", requestId);
    var unused = AccountServiceGrpc.newBlockingStub(tracker.channel()).createUser(request);

    byte[] hash = java.security.MessageDigest.getInstance("SHA-256").digest(request.toByteArray());
    assertThat(
            tracker.count(
                "select count(*) from request_log where fingerprint = ?",
                java.util.HexFormat.of().formatHex(hash)))
        .isZero();
    assertThat(tracker.count("select count(*) from request_log where caller = 'CreateUser/bob'"))
        .isEqualTo(1);
  }

  private GroupServiceGrpc.GroupServiceBlockingStub atOther() {
    return atOther(alice);
  }

  private GroupServiceGrpc.GroupServiceBlockingStub atOther(Actor actor) {
    return GroupServiceGrpc.newBlockingStub(other.channel(actor.token()));
  }

  private static <S extends AbstractStub<S>> S repeated(S stub) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("grpc-previous-rpc-attempts", Metadata.ASCII_STRING_MARSHALLER), "1");
    return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private static ChangePasswordRequest password(String current, String next, String requestId) {
    return ChangePasswordRequest.newBuilder()
        .setRequestId(requestId)
        .setCurrentPassword(current)
        .setNewPassword(next)
        .build();
  }

  private static CreateGroupRequest create(String group, String requestId) {
    return CreateGroupRequest.newBuilder().setRequestId(requestId).setGroup(group).build();
  }

  private static CreateUserRequest user(String name, String password, String requestId) {
    return CreateUserRequest.newBuilder()
        .setRequestId(requestId)
        .setUser(name)
        .setPassword(password)
        .build();
  }
}
