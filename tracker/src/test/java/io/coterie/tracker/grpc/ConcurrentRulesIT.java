package io.coterie.tracker.grpc;

import static io.coterie.tracker.testing.Actor.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.testing.Actor;
import io.coterie.tracker.testing.TestTracker;
import io.coterie.tracker.v1.AcceptJoinRequestRequest;
import io.coterie.tracker.v1.ChangePasswordRequest;
import io.coterie.tracker.v1.JoinGroupRequest;
import io.coterie.tracker.v1.LeaveGroupRequest;
import io.coterie.tracker.v1.ListSessionsRequest;
import io.coterie.tracker.v1.RemoveFileRequest;
import io.coterie.tracker.v1.RemoveMemberRequest;
import io.coterie.tracker.v1.SessionServiceGrpc;
import io.coterie.tracker.v1.ShareFileRequest;
import io.coterie.tracker.v1.StopSharingRequest;
import io.coterie.tracker.v1.TransferOwnershipRequest;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules hold when all do everything at once, at two trackers, each call twice. */
class ConcurrentRulesIT {

  private static final int ROUNDS = 80;

  /** What may be said to somebody whose turn came too late. */
  private static final Set<ErrorReason> TOO_LATE =
      Set.of(
          ErrorReason.ERROR_REASON_ALREADY_MEMBER,
          ErrorReason.ERROR_REASON_JOIN_REQUEST_PENDING,
          ErrorReason.ERROR_REASON_JOIN_REQUEST_NOT_FOUND,
          ErrorReason.ERROR_REASON_NOT_MEMBER,
          ErrorReason.ERROR_REASON_NOT_OWNER,
          ErrorReason.ERROR_REASON_MEMBER_NOT_FOUND,
          ErrorReason.ERROR_REASON_OWNER_NOT_REMOVABLE,
          ErrorReason.ERROR_REASON_FIELD_INVALID,
          ErrorReason.ERROR_REASON_FILE_EXISTS,
          ErrorReason.ERROR_REASON_FILE_NOT_FOUND,
          ErrorReason.ERROR_REASON_NOT_SHARING,
          ErrorReason.ERROR_REASON_NOT_PUBLISHER);

  @TempDir private Path folder;
  private TestTracker one;
  private TestTracker two;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void start() {
    one = new TestTracker(folder);
    two = new TestTracker(folder, one.clock(), true);
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    two.close();
    one.close();
  }

  @Test
  void whatWasAcknowledgedHappenedOnceAndNothingElseDid() throws Exception {
    List<Actor> actors =
        List.of(one.joins("alice"), one.joins("bob"), one.joins("carol"), one.joins("dave"));
    Actor alice = actors.get(0);
    alice.creates("photos");
    // Dave never leaves, so there is always a successor and the history stays.
    alice.letsIn("photos", actors.get(3));
    long version = one.count("select version from grp");
    Map<String, Long> before =
        Stream.of("JOIN_REQUESTED", "JOIN_ACCEPTED", "REMOVED", "FILE_UNSHARED", "FILE_REMOVED")
            .collect(Collectors.toMap(kind -> kind, this::count));
    Map<String, AtomicInteger> acknowledged = new ConcurrentHashMap<>();

    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < actors.size(); i++) {
      int number = i;
      running.add(
          threads.submit(
              () -> {
                Random random = new Random(number);
                for (int round = 0; round < ROUNDS; round++) {
                  String kind = act(actors.get(number), actors, random);
                  acknowledged.computeIfAbsent(kind, none -> new AtomicInteger()).getAndIncrement();
                }
                return null;
              }));
    }
    for (Future<?> actor : running) {
      actor.get();
    }

    acknowledged.remove("");
    assertThat(acknowledged).as("what got through").hasSizeGreaterThanOrEqualTo(5);
    assertThat(one.count("select version from grp"))
        .isEqualTo(version + acknowledged.values().stream().mapToInt(AtomicInteger::get).sum());
    before.forEach(
        (kind, earlier) ->
            assertThat(count(kind) - earlier)
                .as(kind)
                .isEqualTo(acknowledged.getOrDefault(kind, new AtomicInteger()).get()));
    assertThat(one.count("select count(*) from membership where state = 'OWNER'")).isEqualTo(1);
    assertThat(
            one.count(
                "select count(*) from membership, grp where membership.version > grp.version"))
        .isZero();
    assertThat(
            one.count(
                "select count(*) from source s where not exists (select 1 from membership m"
                    + " where m.user_key = s.user_key and m.state in ('MEMBER', 'OWNER'))"))
        .as("sources of those who are no members")
        .isZero();
    assertThat(
            one.count(
                "select count(*) from source s join file f on f.name = s.name"
                    + " where f.removed_at is not null"))
        .isZero();
  }

  @Test
  void noSessionOutlivesThePasswordItWasOpenedWith() throws Exception {
    Actor alice = one.joins("alice");
    ConcurrentLinkedQueue<String> tokens = new ConcurrentLinkedQueue<>();
    List<Future<?>> guests = new ArrayList<>();
    for (TestTracker tracker : List.of(one, two, one, two)) {
      guests.add(
          threads.submit(
              () -> {
                while (true) {
                  try {
                    tokens.add(
                        tracker
                            .login("alice", TestTracker.PASSWORD, ByteString.EMPTY)
                            .getSessionToken());
                  } catch (StatusRuntimeException refused) {
                    return Failure.of(refused).reason();
                  }
                }
              }));
    }
    while (tokens.size() < 20) {
      Thread.onSpinWait();
    }

    var unused =
        alice
            .accounts()
            .changePassword(
                ChangePasswordRequest.newBuilder()
                    .setRequestId(id())
                    .setCurrentPassword(TestTracker.PASSWORD)
                    .setNewPassword("another one")
                    .build());
    for (Future<?> guest : guests) {
      assertThat(guest.get())
          .isIn(
              ErrorReason.ERROR_REASON_CREDENTIALS_WRONG,
              ErrorReason.ERROR_REASON_TOO_MANY_ATTEMPTS);
    }

    assertThat(tokens)
        .noneMatch(
            token ->
                happens(
                    () ->
                        SessionServiceGrpc.newBlockingStub(one.channel(token))
                            .listSessions(ListSessionsRequest.getDefaultInstance())));
  }

  private long count(String kind) {
    return one.count("select count(*) from event where kind = ?", kind);
  }

  /** Does something and returns what happened; empty when it was refused. */
  private String act(Actor actor, List<Actor> all, Random random) throws Exception {
    String other = all.get(random.nextInt(all.size())).name();
    String file = "file " + random.nextInt(2);
    String requestId = id();
    return switch (random.nextInt(9)) {
      case 0, 1 ->
          twice(
              "JOIN_REQUESTED",
              JoinGroupRequest.newBuilder().setRequestId(requestId).setGroup("photos").build(),
              actor,
              (at, request) -> at.groups().joinGroup(request));
      case 2, 3 ->
          twice(
              "JOIN_ACCEPTED",
              AcceptJoinRequestRequest.newBuilder()
                  .setRequestId(requestId)
                  .setGroup("photos")
                  .setUser(other)
                  .build(),
              actor,
              (at, request) -> at.groups().acceptJoinRequest(request));
      case 4 ->
          actor.name().equals("dave")
              ? ""
              : twice(
                  "LEFT or withdrawn",
                  LeaveGroupRequest.newBuilder().setRequestId(requestId).setGroup("photos").build(),
                  actor,
                  (at, request) -> at.groups().leaveGroup(request));
      case 5 ->
          other.equals("dave")
              ? twice(
                  "OWNER_CHANGED",
                  TransferOwnershipRequest.newBuilder()
                      .setRequestId(requestId)
                      .setGroup("photos")
                      .setUser(other)
                      .build(),
                  actor,
                  (at, request) -> at.groups().transferOwnership(request))
              : twice(
                  "REMOVED",
                  RemoveMemberRequest.newBuilder()
                      .setRequestId(requestId)
                      .setGroup("photos")
                      .setUser(other)
                      .build(),
                  actor,
                  (at, request) -> at.groups().removeMember(request));
      case 6 ->
          twice(
              "FILE_REMOVED",
              RemoveFileRequest.newBuilder()
                  .setRequestId(requestId)
                  .setGroup("photos")
                  .setName(file)
                  .build(),
              actor,
              (at, request) -> at.files().removeFile(request));
      case 7 ->
          twice(
              "FILE_UNSHARED",
              StopSharingRequest.newBuilder()
                  .setRequestId(requestId)
                  .setGroup("photos")
                  .setName(file)
                  .build(),
              actor,
              (at, request) -> at.files().stopSharing(request));
      default ->
          twice(
              "shared or again a source",
              ShareFileRequest.newBuilder()
                  .setRequestId(requestId)
                  .setGroup("photos")
                  .setName(file)
                  .setSize(Actor.MEBIBYTE)
                  .setPieceSize(Actor.MEBIBYTE)
                  .setRoot(Actor.root(1 + random.nextInt(2)))
                  .build(),
              actor,
              (at, request) -> at.files().shareFile(request));
    };
  }

  /** A call at a tracker. */
  @FunctionalInterface
  private interface Call<Q, A> {
    A make(Actor actor, Q request);
  }

  /** Makes a call at both trackers at once; both answer alike. */
  private <Q, A extends Message> String twice(String kind, Q request, Actor actor, Call<Q, A> call)
      throws Exception {
    Function<TestTracker, Callable<Object>> at =
        tracker ->
            () -> {
              Actor there =
                  new Actor(
                      actor.name(),
                      actor.token(),
                      actor.sessionId(),
                      actor.peer(),
                      tracker.channel(actor.token()));
              try {
                return call.make(there, request);
              } catch (StatusRuntimeException refused) {
                return Failure.of(refused).reason();
              }
            };
    Future<Object> first = threads.submit(at.apply(one));
    Object second = at.apply(two).call();
    List<Object> answers = List.of(first.get(), second);
    assertThat(answers)
        .allMatch(answer -> answer instanceof Message || TOO_LATE.contains(answer), kind);
    List<Object> messages = answers.stream().filter(Message.class::isInstance).toList();
    // A refusal leaves no trace, so a call that was too early at one may get through at the other.
    assertThat(Set.copyOf(messages)).hasSizeLessThanOrEqualTo(1);
    return messages.isEmpty() ? "" : kind;
  }

  private static boolean happens(Runnable call) {
    try {
      call.run();
      return true;
    } catch (StatusRuntimeException refused) {
      assertThat(Failure.of(refused).reason()).isEqualTo(ErrorReason.ERROR_REASON_SESSION_INVALID);
      return false;
    }
  }
}
