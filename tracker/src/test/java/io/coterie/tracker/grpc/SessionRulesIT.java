package io.coterie.tracker.grpc;

import static io.coterie.tracker.testing.Actor.id;
import static io.coterie.tracker.testing.Refused.assertRefused;
import static io.coterie.tracker.testing.TestTracker.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.coterie.rpc.tls.Keys;
import io.coterie.tracker.account.Argon2id;
import io.coterie.tracker.account.Passwords;
import io.coterie.tracker.app.DomainServices;
import io.coterie.tracker.sql.SqlSessions;
import io.coterie.tracker.sql.SqlTx;
import io.coterie.tracker.testing.Actor;
import io.coterie.tracker.testing.MovableClock;
import io.coterie.tracker.testing.TestTracker;
import io.coterie.tracker.v1.ChangePasswordRequest;
import io.coterie.tracker.v1.ListSessionsRequest;
import io.coterie.tracker.v1.LoginResponse;
import io.coterie.tracker.v1.LogoutRequest;
import io.coterie.tracker.v1.RenewCertificateRequest;
import io.coterie.tracker.v1.RevokeSessionRequest;
import io.coterie.tracker.v1.Session;
import io.coterie.tracker.v1.SessionServiceGrpc;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionRulesIT {

  @TempDir private Path folder;
  private TestTracker tracker;

  @BeforeEach
  void start() {
    tracker = new TestTracker(folder);
  }

  @AfterEach
  void stop() {
    tracker.close();
  }

  @Test
  void namesThatLookAlikeAreTheSameUser() {
    tracker.register("Alice");

    assertRefused("USER_EXISTS", () -> tracker.register("ALICE"));
    assertThat(tracker.logsInWithoutPeer("alice").name()).isEqualTo("Alice");
  }

  @Test
  void aClosedDeploymentTakesNoAccounts(@TempDir Path other) {
    try (TestTracker closed = new TestTracker(other, new MovableClock(), false)) {
      assertRefused("REGISTRATION_CLOSED", () -> closed.register("alice"));
    }
  }

  @Test
  void unknownUsersAndWrongPasswordsAreRefusedAlike() {
    tracker.register("alice");

    var wrong =
        assertRefused(
            "CREDENTIALS_WRONG", () -> tracker.login("alice", "wrong one", ByteString.EMPTY));
    var unknown =
        assertRefused("CREDENTIALS_WRONG", () -> tracker.login("bob", PASSWORD, ByteString.EMPTY));
    assertThat(unknown).isEqualTo(wrong);
  }

  @Test
  void callsWithoutALiveSessionAreRefused() {
    Actor alice = tracker.joins("alice");
    var stranger = SessionServiceGrpc.newBlockingStub(tracker.channel());
    assertRefused(
        "SESSION_MISSING", () -> stranger.listSessions(ListSessionsRequest.getDefaultInstance()));
    var guesser = SessionServiceGrpc.newBlockingStub(tracker.channel("x".repeat(43)));
    assertRefused(
        "SESSION_INVALID", () -> guesser.listSessions(ListSessionsRequest.getDefaultInstance()));

    tracker.clock().advance(Duration.ofDays(7));

    assertRefused("SESSION_INVALID", () -> sessions(alice));
  }

  @Test
  void aTokenIsLongAndNotInTheStore() {
    Actor alice = tracker.joins("alice");

    assertThat(java.util.Base64.getUrlDecoder().decode(alice.token())).hasSize(32);
    assertThat(tracker.count("select count(*) from session where token_hash = ?", alice.token()))
        .isZero();
  }

  @Test
  void aFurtherLoginOfAPeerReplacesItsSession() {
    tracker.register("alice");
    KeyPair key = Keys.generate();
    Actor first = tracker.logsIn("alice", key);
    tracker.clock().advance(Duration.ofSeconds(31));
    Actor second = tracker.logsIn("alice", key);

    assertRefused("SESSION_INVALID", () -> sessions(first));
    assertThat(sessions(second)).hasSize(1);
    tracker.logsIn("alice", Keys.generate());
    assertThat(sessions(second)).hasSize(2);
  }

  @Test
  void aLoginThatWasSentTwiceCountsWhicheverAnswerIsTaken() {
    tracker.register("alice");
    KeyPair key = Keys.generate();
    Actor taken = tracker.logsIn("alice", key);
    Actor unheard = tracker.logsIn("alice", key);

    assertThat(sessions(taken)).hasSize(2);

    taken.logsOut();
    assertRefused("SESSION_INVALID", () -> sessions(taken));
    assertRefused("SESSION_INVALID", () -> sessions(unheard));
  }

  @Test
  void aPeerStaysASourceWhenOnlyOneOfItsSessionsEnds() {
    tracker.register("alice");
    KeyPair key = Keys.generate();
    Actor taken = tracker.logsIn("alice", key);
    Actor unheard = tracker.logsIn("alice", key);
    taken.creates("photos");
    taken.shares("photos", "a.jpg", 1);

    revokes(taken, unheard.sessionId());
    assertThat(taken.file("photos", "a.jpg").getSources()).isEqualTo(1);

    taken.logsOut();
    Actor elsewhere = tracker.logsIn("alice", Keys.generate());
    assertThat(elsewhere.file("photos", "a.jpg").getSources()).isZero();
  }

  @Test
  void sessionsAreListedNewestFirstWithTheCallingOneMarked() {
    Actor first = tracker.joins("alice");
    tracker.clock().advance(Duration.ofMinutes(1));
    Actor second = tracker.logsInWithoutPeer("alice");

    List<Session> listed = sessions(first);

    assertThat(listed)
        .extracting(Session::getSessionId)
        .containsExactly(second.sessionId(), first.sessionId());
    assertThat(listed).extracting(Session::getCurrent).containsExactly(false, true);
    assertThat(listed.get(0).getPeerId()).isEmpty();
    assertThat(listed.get(1).getPeerId()).isEqualTo(first.peer().peerId().value());
  }

  @Test
  void renewingCertifiesTheSameKeyAndExtendsTheSession() {
    tracker.register("alice");
    KeyPair key = Keys.generate();
    Actor alice = tracker.logsIn("alice", key);
    tracker.clock().advance(Duration.ofDays(6));

    var renewed = alice.sessions().renewCertificate(renewal(key));

    assertThat(renewed.getCertificate().getChainCount()).isPositive();
    tracker.clock().advance(Duration.ofDays(6));
    assertThat(sessions(alice)).hasSize(1);
    assertRefused("CSR_INVALID", () -> alice.sessions().renewCertificate(renewal(Keys.generate())));
    Actor shellOnly = tracker.logsInWithoutPeer("alice");
    assertRefused(
        "SESSION_WITHOUT_PEER", () -> shellOnly.sessions().renewCertificate(renewal(key)));
    assertRefused(
        "CSR_INVALID",
        () -> tracker.login("alice", PASSWORD, ByteString.copyFromUtf8("no request")));
  }

  @Test
  void logoutEndsTheSessionAndVoidsItsGrants() {
    Actor alice = tracker.joins("alice");
    Actor other = tracker.logsIn("alice", Keys.generate());
    alice.creates("photos");
    long before = other.grantVersion("photos");

    alice.logsOut();

    assertRefused("SESSION_INVALID", () -> sessions(alice));
    assertThat(other.grantVersion("photos")).isGreaterThan(before);
    assertThat(sessions(other)).hasSize(1);
  }

  @Test
  void aRepeatedLogoutIsAnsweredAsTheFirst() {
    Actor alice = tracker.joins("alice");
    LogoutRequest request = LogoutRequest.newBuilder().setRequestId(id()).build();
    var first = alice.sessions().logout(request);

    assertThat(alice.sessions().logout(request)).isEqualTo(first);
    assertRefused("SESSION_INVALID", alice::logsOut);
    assertRefused("SESSION_INVALID", () -> sessions(alice));
    tracker.clock().advance(Duration.ofHours(24));
    assertRefused("SESSION_INVALID", () -> alice.sessions().logout(request));
  }

  @Test
  void revokingEndsAnotherSessionOfOnesOwn() {
    Actor alice = tracker.joins("alice");
    Actor lost = tracker.logsIn("alice", Keys.generate());
    Actor bob = tracker.joins("bob");
    alice.creates("photos");
    lost.shares("photos", "a.jpg", 1);
    long before = alice.grantVersion("photos");
    assertRefused("SESSION_NOT_FOUND", () -> revokes(bob, lost.sessionId()));
    assertRefused("FIELD_INVALID", () -> revokes(alice, alice.sessionId()));

    revokes(alice, lost.sessionId());

    assertRefused("SESSION_INVALID", () -> sessions(lost));
    assertRefused("SESSION_NOT_FOUND", () -> revokes(alice, lost.sessionId()));
    assertThat(alice.grantVersion("photos")).isGreaterThan(before);
    assertThat(alice.file("photos", "a.jpg").getSources()).isZero();
  }

  @Test
  void anotherPasswordEndsAllOtherSessions() {
    Actor alice = tracker.joins("alice");
    Actor lost = tracker.logsIn("alice", Keys.generate());
    alice.creates("photos");
    long before = alice.grantVersion("photos");
    assertRefused("CREDENTIALS_WRONG", () -> changes(alice, id(), "wrong one", "new password"));

    String requestId = id();
    assertThat(changes(alice, requestId, PASSWORD, "new password")).isEqualTo(1);

    assertThat(changes(alice, requestId, PASSWORD, "new password")).as("repeated").isEqualTo(1);
    assertRefused("REQUEST_ID_REUSED", () -> changes(alice, requestId, PASSWORD, "newer password"));
    assertRefused("SESSION_INVALID", () -> sessions(lost));
    assertThat(sessions(alice)).hasSize(1);
    assertThat(alice.grantVersion("photos")).isGreaterThan(before);
    assertRefused("CREDENTIALS_WRONG", () -> tracker.login("alice", PASSWORD, ByteString.EMPTY));
    LoginResponse login = tracker.login("alice", "new password", ByteString.EMPTY);
    assertThat(login.getSession().getUser()).isEqualTo("alice");
  }

  @Test
  void aSuspendedUserIsOutUntilThatIsLifted() {
    Actor alice = tracker.joins("alice");
    alice.creates("photos");
    var suspension = DomainServices.suspension();

    int ended = tracker.store().write(tx -> suspension.suspend(tx, "ALICE"));

    assertThat(ended).isEqualTo(1);
    assertRefused("SESSION_INVALID", () -> sessions(alice));
    assertRefused("ACCOUNT_SUSPENDED", () -> tracker.logsInWithoutPeer("alice"));
    assertRefused("CREDENTIALS_WRONG", () -> tracker.login("alice", "wrong", ByteString.EMPTY));
    assertRefused(
        "USER_NOT_FOUND", () -> tracker.store().write(tx -> suspension.suspend(tx, "bob")));
    tracker
        .store()
        .<Boolean>write(
            tx -> {
              suspension.lift(tx, "alice");
              return true;
            });
    assertThat(tracker.logsInWithoutPeer("alice").name()).isEqualTo("alice");
  }

  @Test
  void aPeerWhoseSessionRanOutIsNoSourceAnyMore() {
    Actor bob = tracker.joins("bob");
    tracker.clock().advance(Duration.ofDays(1));
    Actor alice = tracker.joins("alice");
    alice.creates("photos");
    alice.letsIn("photos", bob);
    bob.shares("photos", "b.jpg", 1);
    tracker.clock().advance(Duration.ofDays(6));

    int ended = tracker.store().write(tracker.domain().cleaning()::clean);

    assertThat(ended).isPositive();
    assertThat(alice.file("photos", "b.jpg").getSources()).isZero();
    assertThat(tracker.store().write(tracker.domain().cleaning()::clean)).isZero();
  }

  @Test
  void aHashOfFormerCostIsRenewedAtLogin() {
    tracker.register("alice");
    String former = new Passwords(new Argon2id(32, 1, 1), 1, Duration.ofSeconds(20)).hash(PASSWORD);
    int changed =
        tracker
            .store()
            .write(tx -> SqlTx.of(tx).update("update account set password_hash = ?", former));
    assertThat(changed).isEqualTo(1);

    assertRefused("CREDENTIALS_WRONG", () -> tracker.login("alice", "wrong", ByteString.EMPTY));
    tracker.logsInWithoutPeer("alice");

    assertThat(tracker.count("select count(*) from account where password_hash like '%$m=64,t=1%'"))
        .isEqualTo(1);
    assertThat(tracker.logsInWithoutPeer("alice").name()).isEqualTo("alice");
  }

  @Test
  void oneSessionTooManyEndsTheOldest() {
    Actor first = tracker.joins("alice");
    for (int i = 0; i < 100; i++) {
      tracker.clock().advance(Duration.ofSeconds(1));
      tracker.logsInWithoutPeer("alice");
    }

    assertRefused("SESSION_INVALID", () -> sessions(first));
    Actor last = tracker.logsInWithoutPeer("alice");
    assertThat(sessions(last)).hasSize(100);
  }

  @Test
  void onlyASessionThatIsStillPastItsEndIsEndedAsExpired() {
    Actor alice = tracker.joins("alice");

    assertThat(endsAsExpired(alice)).isFalse();
    assertThat(sessions(alice)).hasSize(1);
    tracker.clock().advance(Duration.ofDays(7));
    assertThat(endsAsExpired(alice)).isTrue();
    assertThat(endsAsExpired(alice)).isFalse();
  }

  private boolean endsAsExpired(Actor actor) {
    return tracker.store().write(tx -> new SqlSessions().endExpired(tx, actor.sessionId()));
  }

  private static List<Session> sessions(Actor actor) {
    return actor
        .sessions()
        .listSessions(ListSessionsRequest.getDefaultInstance())
        .getSessionsList();
  }

  private static RenewCertificateRequest renewal(KeyPair key) {
    return RenewCertificateRequest.newBuilder()
        .setCertificateSigningRequest(ByteString.copyFrom(Keys.signingRequest(key)))
        .build();
  }

  private static void revokes(Actor actor, String sessionId) {
    var unused =
        actor
            .sessions()
            .revokeSession(
                RevokeSessionRequest.newBuilder()
                    .setRequestId(id())
                    .setSessionId(sessionId)
                    .build());
  }

  private static int changes(Actor actor, String requestId, String current, String wanted) {
    return actor
        .accounts()
        .changePassword(
            ChangePasswordRequest.newBuilder()
                .setRequestId(requestId)
                .setCurrentPassword(current)
                .setNewPassword(wanted)
                .build())
        .getEndedSessions();
  }
}
