package io.coterie.peer.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.rpc.error.Failure;
import io.coterie.rpc.testing.TestAuthority;
import io.coterie.rpc.tls.PeerId;
import io.coterie.rpc.tls.PeerSubject;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.v1.AttachResponse;
import io.coterie.tracker.v1.FileRemoved;
import io.coterie.tracker.v1.FileShared;
import io.coterie.tracker.v1.JoinRequested;
import io.coterie.tracker.v1.Revocation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackerSessionTest {
  private static final Duration TWO_THIRDS = Duration.ofHours(16);

  @TempDir Path home;
  private SessionFixture fixture;

  @BeforeEach
  void open() {
    fixture = new SessionFixture(home);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static ErrorReason reason(Throwable thrown) {
    return Failure.of(thrown).reason();
  }

  @Test
  void aLoginPutsCertificateAndTrustIntoForce() {
    TrackerSession session = fixture.login("alice");

    PeerId peerId = PeerId.of(fixture.credentials.key.getPublic());
    assertThat(session.session().user()).isEqualTo("alice");
    assertThat(session.session().peerId()).isEqualTo(peerId);
    assertThat(fixture.credentials.certificates).hasSize(1);
    assertThat(PeerSubject.of(fixture.credentials.certificates.get(0)))
        .contains(new PeerSubject("alice", peerId));
    assertThat(fixture.credentials.bundles.get(0).authorities())
        .containsExactly(fixture.deployment.authority().certificate());
    assertThat(fixture.clock.instant()).isEqualTo(SessionFixture.BEGIN);
    assertThat(session.session().toString()).doesNotContain(session.session().token().secret());
  }

  @Test
  void aWrongPasswordChangesNothing() {
    TrackerClient client = fixture.client(fixture.deployment);
    assertThatThrownBy(() -> client.login("alice", "a guess", fixture.credentials).join())
        .isInstanceOf(CompletionException.class)
        .satisfies(
            thrown ->
                assertThat(reason(thrown)).isEqualTo(ErrorReason.ERROR_REASON_CREDENTIALS_WRONG));
    assertThat(fixture.credentials.certificates).isEmpty();
    assertThat(fixture.credentials.bundles).isEmpty();
  }

  @Test
  void renewsTheCertificateOfTheSameKeyAfterTwoThirdsOfItsLife() {
    TrackerSession session = fixture.login("alice");
    fixture.scheduler.advance(TWO_THIRDS.minusSeconds(1));
    assertThat(fixture.credentials.certificates).hasSize(1);

    fixture.scheduler.advance(Duration.ofSeconds(1));
    assertThat(fixture.credentials.certificates).hasSize(2);
    assertThat(fixture.deployment.logins().certified())
        .containsExactly(fixture.credentials.key.getPublic(), fixture.credentials.key.getPublic());
    assertThat(session.session().expireTime())
        .isEqualTo(SessionFixture.BEGIN.plus(TWO_THIRDS).plus(Duration.ofHours(24)));

    fixture.scheduler.advance(TWO_THIRDS);
    assertThat(fixture.credentials.certificates).hasSize(3);
  }

  @Test
  void triesAgainUntilTheCertificateIsRenewed() {
    fixture.login("alice");
    fixture.deployment.logins().setBroken(true);
    fixture.scheduler.advance(TWO_THIRDS.plus(CertificateRenewal.RETRY.multipliedBy(3)));
    assertThat(fixture.credentials.certificates).hasSize(1);

    fixture.deployment.logins().setBroken(false);
    fixture.scheduler.advance(CertificateRenewal.RETRY);
    assertThat(fixture.credentials.certificates).hasSize(2);
  }

  @Test
  void takesOverAuthoritiesThatReplaceOthers() {
    TestAuthority old = fixture.deployment.authority();
    TestAuthority fresh = new TestAuthority();
    TrackerSession session = fixture.login("alice");
    fixture.deployment.name(old, fresh);
    fixture.scheduler.advance(TrackerSession.TRUST_INTERVAL);
    assertThat(fixture.credentials.bundles).hasSize(2);
    assertThat(session.trust().authorities())
        .containsExactly(old.certificate(), fresh.certificate());

    fixture.deployment.certifyBy(fresh);
    fixture.scheduler.advance(TWO_THIRDS);
    assertThat(fixture.credentials.certificates.get(1).getPublicKey())
        .isEqualTo(fixture.credentials.key.getPublic());
    fixture.deployment.name(fresh);
    fixture.scheduler.advance(TrackerSession.TRUST_INTERVAL);
    assertThat(session.trust().authorities()).containsExactly(fresh.certificate());
  }

  @Test
  void renewsAtOnceWhenTheAuthorityOfItsCertificateIsDropped() {
    TestAuthority fresh = new TestAuthority();
    fixture.login("alice");
    fixture.deployment.certifyBy(fresh);
    fixture.deployment.name(fresh);
    fixture.scheduler.advance(TrackerSession.TRUST_INTERVAL);
    fixture.scheduler.advance(Duration.ZERO);
    assertThat(fixture.credentials.certificates).hasSize(2);

    fixture.scheduler.advance(TWO_THIRDS.minusSeconds(1));
    assertThat(fixture.credentials.certificates).as("not before it is due").hasSize(2);
    fixture.scheduler.advance(Duration.ofSeconds(1));
    assertThat(fixture.credentials.certificates).hasSize(3);
  }

  @Test
  void tellsOnceThatTheSessionHasEndedElsewhere() {
    TrackerSession session = fixture.login("alice");
    fixture.attach(session);
    fixture.deployment.group("photos").add("alice");
    fixture.deployment.endSessions("alice");

    assertThatThrownBy(() -> session.grants().grant("photos").join())
        .satisfies(
            thrown ->
                assertThat(reason(thrown)).isEqualTo(ErrorReason.ERROR_REASON_SESSION_INVALID));
    assertThat(fixture.news).containsExactly(new TrackerNews.SessionEnded("the session has ended"));
  }

  @Test
  void aLogoutIsNoNews() {
    TrackerSession session = fixture.login("alice");
    fixture.attach(session);
    assertThat(fixture.deployment.presence().attached("alice")).isEqualTo(1);

    session.logout().join();
    assertThat(fixture.deployment.presence().attached("alice")).isZero();
    fixture.scheduler.advance(Duration.ofHours(30));
    assertThat(fixture.news).isEmpty();
    assertThat(fixture.credentials.certificates).as("no renewal after logout").hasSize(1);
  }

  @Test
  void bringsWhatTheTrackerTellsToWhereItCounts() {
    fixture.deployment.group("photos").add("alice");
    TrackerSession session = fixture.login("alice");
    fixture.attach(session);
    assertThat(session.memberships().isMember("id-of-photos")).isTrue();
    assertThat(fixture.news).as("the state at login is no news").isEmpty();

    fixture.scheduler.advance(Duration.ofSeconds(1));
    fixture.deployment.presence().tick();
    tell(AttachResponse.newBuilder().setRevocation(revocation("bob", 7)));
    tell(AttachResponse.newBuilder().setJoinRequested(joinRequested("bob")));
    tell(AttachResponse.newBuilder().setFileShared(fileShared()));
    tell(
        AttachResponse.newBuilder()
            .setFileRemoved(
                FileRemoved.newBuilder()
                    .setGroupId("id-of-photos")
                    .setGroup("photos")
                    .setName("b")));
    assertThat(fixture.clock.instant()).isEqualTo(SessionFixture.BEGIN.plusSeconds(1));
    assertThat(fixture.revocations.minVersion("id-of-photos", "bob")).isEqualTo(7);
    assertThat(fixture.news)
        .containsExactly(
            new TrackerNews.JoinRequested("photos", "bob"),
            new TrackerNews.FileShared("photos", "a", 5, "bob"),
            new TrackerNews.FileRemoved("id-of-photos", "photos", "b"));
  }

  private static Revocation revocation(String user, long version) {
    return Revocation.newBuilder()
        .setGroupId("id-of-photos")
        .setUser(user)
        .setMinVersion(version)
        .build();
  }

  private static JoinRequested joinRequested(String user) {
    return JoinRequested.newBuilder().setGroup("photos").setUser(user).build();
  }

  private static FileShared fileShared() {
    return FileShared.newBuilder()
        .setGroup("photos")
        .setName("a")
        .setSize(5)
        .setPublisher("bob")
        .build();
  }

  private void tell(AttachResponse.Builder message) {
    fixture.deployment.presence().tell("alice", message);
  }

  @Test
  void learnsOnAttachingAgainWhatItMissed() {
    fixture.deployment.group("photos").add("alice");
    TrackerSession session = fixture.login("alice");
    fixture.attach(session);
    fixture.deployment.group("photos").remove("alice");
    fixture.deployment.group("music").add("alice");

    session.announceAgain();
    assertThat(fixture.news)
        .containsExactly(
            new TrackerNews.MembershipLost("id-of-photos", "photos", true),
            new TrackerNews.MembershipGained("id-of-music", "music", false));
  }

  @Test
  void refusesTrackersOfDifferentDeployments() {
    TrackerClient client = fixture.client(fixture.deployment, fixture.deployment("deployment-2"));
    assertThatThrownBy(() -> client.login("alice", "alice's password", fixture.credentials).join())
        .satisfies(
            thrown ->
                assertThat(reason(thrown)).isEqualTo(ErrorReason.ERROR_REASON_TRACKER_NOT_TRUSTED))
        .hasMessageContaining("different deployments [[tracker:1], [tracker:2]]");
    assertThat(fixture.deployment.logins().certified()).as("no password was sent").isEmpty();
  }

  @Test
  void refusesAnotherDeploymentThanBefore() {
    fixture.login("alice").logout().join();
    TrackerClient client = fixture.client(fixture.deployment("deployment-2"));
    assertThatThrownBy(() -> client.login("alice", "alice's password", fixture.credentials).join())
        .satisfies(
            thrown ->
                assertThat(reason(thrown)).isEqualTo(ErrorReason.ERROR_REASON_TRACKER_NOT_TRUSTED))
        .hasMessageContaining("deployment-2")
        .hasMessageContaining("belongs to deployment deployment-1");
    assertThat(fixture.credentials.certificates).hasSize(1);
  }
}
