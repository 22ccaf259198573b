package io.coterie.e2e.attack;

import static io.coterie.e2e.attack.Refused.assertRefused;
import static io.grpc.Status.Code.ALREADY_EXISTS;
import static io.grpc.Status.Code.INVALID_ARGUMENT;
import static io.grpc.Status.Code.PERMISSION_DENIED;
import static io.grpc.Status.Code.RESOURCE_EXHAUSTED;
import static io.grpc.Status.Code.UNAUTHENTICATED;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.coterie.e2e.House;
import io.coterie.rpc.auth.BearerToken;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.v1.AccountServiceGrpc;
import io.coterie.tracker.v1.ChangePasswordRequest;
import io.coterie.tracker.v1.CreateGroupRequest;
import io.coterie.tracker.v1.CreateUserRequest;
import io.coterie.tracker.v1.FileServiceGrpc;
import io.coterie.tracker.v1.GroupServiceGrpc;
import io.coterie.tracker.v1.LeaveGroupRequest;
import io.coterie.tracker.v1.ListGroupsRequest;
import io.coterie.tracker.v1.LoginRequest;
import io.coterie.tracker.v1.LogoutRequest;
import io.coterie.tracker.v1.RevokeSessionRequest;
import io.coterie.tracker.v1.SessionServiceGrpc;
import io.coterie.tracker.v1.TransferOwnershipRequest;
import io.grpc.Channel;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers of the tracker who are not, or are no longer, whom they would have to be. */
class TrackerCallersIT {

  private static final Set<String> FOR_ANYBODY = Set.of("ListGroups", "GetGroup", "JoinGroup");
  private static final Set<String> FOR_THE_OWNER =
      Set.of(
          "DeleteGroup",
          "ListJoinRequests",
          "AcceptJoinRequest",
          "RejectJoinRequest",
          "RemoveMember",
          "TransferOwnership",
          "ListEvents");

  @TempDir private static Path root;
  private static House house;
  private static Wire wire;
  private static Channel tracker;
  private static Account alice;

  @BeforeAll
  static void start() {
    house = House.start(root, 1);
    wire = new Wire(house);
    tracker = wire.tracker(1);
    alice = Account.register(tracker, "alice");
    alice.creates("g");
  }

  @AfterAll
  static void close() {
    wire.close();
    house.close();
    ChunkPort.assertNoErrors(house);
  }

  @Test
  void aStranger() {
    isKeptOut(Account.register(tracker, "stranger"), Set.of());
  }

  @Test
  void somebodyWhoseRequestIsPending() {
    Account pending = Account.register(tracker, "pending");
    pending.asksToJoin("g");
    // Leaving takes the request back.
    isKeptOut(pending, Set.of("LeaveGroup"));
    assertRefused(ALREADY_EXISTS, "JOIN_REQUEST_PENDING", () -> pending.asksToJoin("g"));
  }

  @Test
  void aMemberWhoWasRemoved() {
    Account removed = Account.register(tracker, "removed");
    alice.letsIn("g", removed);
    alice.removes("g", "removed");
    isKeptOut(removed, Set.of());
  }

  @Test
  void anOwnerWhoHandedTheGroupOverAndThenLeft() {
    Account former = Account.register(tracker, "former");
    former.creates("handed-over");
    former.letsIn("handed-over", alice);
    var unused =
        former
            .groups()
            .transferOwnership(
                TransferOwnershipRequest.newBuilder()
                    .setRequestId(Account.id())
                    .setGroup("handed-over")
                    .setUser("alice")
                    .build());
    for (AnyCall call : calls("handed-over")) {
      if (FOR_THE_OWNER.contains(call.name())) {
        assertRefused(PERMISSION_DENIED, "NOT_OWNER", () -> call.by(tracker, former.credentials()));
      }
    }
    var left =
        former
            .groups()
            .leaveGroup(
                LeaveGroupRequest.newBuilder()
                    .setRequestId(Account.id())
                    .setGroup("handed-over")
                    .build());
    assertThat(left.getOwner()).isEqualTo("alice");
    isKeptOut(former, "handed-over", Set.of());
  }

  @Test
  void noTokenAndTokensThatAreNone() {
    for (AnyCall call : calls("g")) {
      assertRefused(UNAUTHENTICATED, "SESSION_MISSING", () -> call.by(tracker, null));
      assertRefused(
          UNAUTHENTICATED,
          "SESSION_INVALID",
          () -> call.by(tracker, new BearerToken("x".repeat(43)).toCallCredentials()));
    }
  }

  @Test
  void aTokenStolenBeforeTheLogout() {
    Account victim = Account.register(tracker, "leaver");
    var unused =
        victim.sessions().logout(LogoutRequest.newBuilder().setRequestId(Account.id()).build());
    isWorthless(victim);
  }

  @Test
  void aTokenStolenBeforeThePasswordWasChanged() {
    Account victim = Account.register(tracker, "changer");
    Account owner = Account.login(tracker, "changer", Account.PASSWORD);
    var unused =
        AccountServiceGrpc.newBlockingStub(tracker)
            .withCallCredentials(owner.credentials())
            .changePassword(
                ChangePasswordRequest.newBuilder()
                    .setRequestId(Account.id())
                    .setCurrentPassword(Account.PASSWORD)
                    .setNewPassword("a-new-password")
                    .build());
    isWorthless(victim);
    assertRefused(
        UNAUTHENTICATED,
        "CREDENTIALS_WRONG",
        () -> Account.login(tracker, "changer", Account.PASSWORD));
  }

  @Test
  void aTokenOfARevokedSession() {
    Account victim = Account.register(tracker, "revoker");
    var unused =
        Account.login(tracker, "revoker", Account.PASSWORD)
            .sessions()
            .revokeSession(
                RevokeSessionRequest.newBuilder()
                    .setRequestId(Account.id())
                    .setSessionId(victim.sessionId())
                    .build());
    isWorthless(victim);
  }

  @Test
  void anothersRequestIdRepeatsNothingOfTheirs() {
    Account mallory = Account.register(tracker, "mallory");
    CreateGroupRequest request =
        CreateGroupRequest.newBuilder().setRequestId(Account.id()).setGroup("once").build();
    assertThat(alice.groups().createGroup(request)).isEqualTo(alice.groups().createGroup(request));
    assertRefused(ALREADY_EXISTS, "GROUP_EXISTS", () -> mallory.groups().createGroup(request));
    assertRefused(
        INVALID_ARGUMENT,
        "REQUEST_ID_REUSED",
        () -> alice.groups().createGroup(request.toBuilder().setGroup("other").build()));

    CreateUserRequest account =
        CreateUserRequest.newBuilder()
            .setRequestId(Account.id())
            .setUser("careful")
            .setPassword(Account.PASSWORD)
            .build();
    var accounts = AccountServiceGrpc.newBlockingStub(tracker);
    var unused = accounts.createUser(account);
    assertRefused(
        INVALID_ARGUMENT,
        "REQUEST_ID_REUSED",
        () -> accounts.createUser(account.toBuilder().setPassword("mallorys own").build()));
  }

  @Test
  void guessingIsSlowedAndKeepsNobodyOut() {
    KeyPair known = Keys.generate();
    var unused = Account.register(tracker, "owner");
    logIn("owner", Account.PASSWORD, known);
    List<Failure> existing = guesses("owner");
    List<Failure> unknown = guesses("nobody");

    assertThat(answers(existing)).isEqualTo(answers(unknown));
    assertThat(existing.get(0).reason()).isEqualTo(ErrorReason.ERROR_REASON_CREDENTIALS_WRONG);
    Failure last = existing.get(existing.size() - 1);
    assertThat(last.code()).isEqualTo(RESOURCE_EXHAUSTED);
    assertThat(last.reason()).isEqualTo(ErrorReason.ERROR_REASON_TOO_MANY_ATTEMPTS);
    assertThat(last.retryAfter()).isPresent();
    logIn("owner", Account.PASSWORD, known);
  }

  private static List<Failure> guesses(String user) {
    return Stream.generate(() -> user)
        .limit(11)
        .map(
            name ->
                Failure.of(
                    org.assertj.core.api.Assertions.catchThrowable(
                        () -> logIn(name, "a guess", Keys.generate()))))
        .toList();
  }

  private static List<String> answers(List<Failure> failures) {
    return failures.stream().map(failure -> failure.code() + " " + failure.reason()).toList();
  }

  private static void logIn(String user, String password, KeyPair keys) {
    var unused =
        SessionServiceGrpc.newBlockingStub(tracker)
            .login(
                LoginRequest.newBuilder()
                    .setUser(user)
                    .setPassword(password)
                    .setCertificateSigningRequest(ByteString.copyFrom(Keys.signingRequest(keys)))
                    .build());
  }

  private static void isWorthless(Account stolen) {
    assertRefused(
        UNAUTHENTICATED,
        "SESSION_INVALID",
        () -> stolen.groups().listGroups(ListGroupsRequest.getDefaultInstance()));
    for (AnyCall call : calls("g")) {
      assertRefused(
          UNAUTHENTICATED, "SESSION_INVALID", () -> call.by(tracker, stolen.credentials()));
    }
  }

  private static void isKeptOut(Account outsider, Set<String> but) {
    isKeptOut(outsider, "g", but);
  }

  private static void isKeptOut(Account outsider, String group, Set<String> but) {
    for (AnyCall call : calls(group)) {
      String method = call.name();
      if (FOR_THE_OWNER.contains(method)) {
        assertRefused(
            PERMISSION_DENIED, "NOT_OWNER", () -> call.by(tracker, outsider.credentials()));
      } else if (method.equals("CreateGroup")) {
        assertRefused(
            ALREADY_EXISTS, "GROUP_EXISTS", () -> call.by(tracker, outsider.credentials()));
      } else if (!FOR_ANYBODY.contains(method) && !but.contains(method)) {
        assertRefused(
            PERMISSION_DENIED, "NOT_MEMBER", () -> call.by(tracker, outsider.credentials()));
      }
    }
  }

  /** A proper call of every method about groups and files. */
  private static List<AnyCall> calls(String group) {
    return AnyCall.all(
        Map.of(
            "request_id",
            Account.id(),
            "group",
            group,
            "user",
            "alice",
            "name",
            "a.bin",
            "size",
            1L << 20,
            "piece_size",
            1 << 20,
            "root",
            ByteString.copyFromUtf8("x".repeat(32))),
        GroupServiceGrpc.getServiceDescriptor(),
        FileServiceGrpc.getServiceDescriptor());
  }
}
