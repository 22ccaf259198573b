package io.coterie.tracker.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.app.DomainServices;
import io.coterie.tracker.testing.Actor;
import io.coterie.tracker.testing.AttachedPeerClient;
import io.coterie.tracker.testing.Crowd;
import io.coterie.tracker.v1.AttachResponse.MessageCase;
import io.coterie.tracker.v1.DeleteGroupRequest;
import io.coterie.tracker.v1.FileRemoved;
import io.coterie.tracker.v1.FileShared;
import io.coterie.tracker.v1.JoinRequested;
import io.coterie.tracker.v1.Membership;
import io.coterie.tracker.v1.RemoveFileRequest;
import io.coterie.tracker.v1.Revocation;
import io.coterie.tracker.v1.Role;
import io.coterie.tracker.v1.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What attached peers are told, by the tracker they are attached to, of what is done at either. */
class AttachEventsIT extends TwoTrackers {

  @Test
  void theStateComesFirstThenTicks() {
    Actor alice = one.tracker().joins("alice");
    Actor bob = one.tracker().joins("bob");
    String groupId = alice.creates("photos").getGroupId();
    alice.letsIn("photos", bob);
    alice.removes("photos", "bob");
    AttachedPeerClient peer =
        AttachedPeerClient.open(one, alice).says(AttachedPeerClient.hello()).announces();

    Snapshot snapshot = peer.snapshot();

    assertThat(snapshot.getDeploymentId()).isEqualTo(one.tracker().domain().deployment().id());
    assertThat(snapshot.getTrackerId()).isNotEmpty();
    assertThat(snapshot.getTrackerTime()).isEqualTo(Unary.timestamp(clock.instant()));
    assertThat(snapshot.getMembershipsList())
        .containsExactly(
            Membership.newBuilder()
                .setGroupId(groupId)
                .setGroup("photos")
                .setRole(Role.ROLE_OWNER)
                .setVersion(alice.grantVersion("photos"))
                .build());
    assertThat(snapshot.getRevocationsList())
        .extracting(Revocation::getUser)
        .containsExactlyInAnyOrder("alice", "bob");
    clock.advance(Duration.ofMinutes(1));
    assertThat(peer.next(MessageCase.TICK).getTick().getTrackerTime().getSeconds()).isPositive();
    peer.close();
  }

  @Test
  void aLongStateComesInPartsAndWhatHappensMeanwhileAfterThem() {
    Actor alice = one.tracker().joins("alice");
    String groupId = alice.creates("photos").getGroupId();
    long last = Crowd.enters(one.tracker().store(), groupId, "crowd", 2500);
    AttachedPeerClient peer =
        AttachedPeerClient.open(one, alice).says(AttachedPeerClient.hello()).announces();
    Snapshot first = peer.snapshotPart();
    long next = Crowd.enters(one.tracker().store(), groupId, "late", 1);

    Snapshot second = peer.snapshotPart();
    Snapshot third = peer.snapshotPart();

    assertThat(List.of(first, second, third))
        .extracting(Snapshot::getMore)
        .containsExactly(true, true, false);
    assertThat(Stream.of(first, second, third).flatMap(part -> part.getRevocationsList().stream()))
        .filteredOn(revocation -> revocation.getMinVersion() <= last)
        .hasSize(2501)
        .doesNotHaveDuplicates();
    assertThat(revocationAbove(peer, last).getMinVersion()).isEqualTo(next);
    peer.close();
  }

  @Test
  void oldRevocationsAreNotRepeated() {
    Actor alice = one.tracker().joins("alice");
    alice.creates("photos");
    clock.advance(Duration.ofMinutes(7));
    AttachedPeerClient peer =
        AttachedPeerClient.open(one, alice).says(AttachedPeerClient.hello()).announces();

    assertThat(peer.snapshot().getRevocationsList()).isEmpty();
    peer.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theLifeOfAMembershipIsHeardByBothSides(int where) {
    Actor alice = node(where).here(one.tracker().joins("alice"));
    Actor bob = node(where).here(one.tracker().joins("bob"));
    String groupId = alice.creates("photos").getGroupId();
    AttachedPeerClient alices = AttachedPeerClient.attach(one, alice);
    AttachedPeerClient bobs = AttachedPeerClient.attach(one, bob);

    bob.asksToJoin("photos");
    assertThat(alices.next(MessageCase.JOIN_REQUESTED).getJoinRequested())
        .isEqualTo(JoinRequested.newBuilder().setGroup("photos").setUser("bob").build());
    assertThat(bobs.next(MessageCase.MEMBERSHIP).getMembership().getRole())
        .isEqualTo(Role.ROLE_PENDING);

    alice.accepts("photos", "bob");
    Membership accepted = bobs.next(MessageCase.MEMBERSHIP).getMembership();
    assertThat(accepted.getRole()).isEqualTo(Role.ROLE_MEMBER);
    assertThat(accepted.getVersion()).isEqualTo(bob.grantVersion("photos"));

    alice.removes("photos", "bob");
    Revocation revocation = revocationAbove(alices, accepted.getVersion());
    assertThat(revocation.getGroupId()).isEqualTo(groupId);
    assertThat(revocation.getUser()).isEqualTo("bob");
    Membership removed = bobs.next(MessageCase.MEMBERSHIP).getMembership();
    assertThat(removed.getRole()).isEqualTo(Role.ROLE_UNSPECIFIED);
    assertThat(removed.getGroup()).isEqualTo("photos");

    alice.letsIn("photos", bob);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(bobs.next(MessageCase.MEMBERSHIP).getMembership())
                    .returns(Role.ROLE_MEMBER, Membership::getRole)
                    .returns(bob.grantVersion("photos"), Membership::getVersion));
    alices.close();
    bobs.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void filesThatComeAndGoAreHeardByMembersOnly(int where) {
    Actor alice = node(where).here(one.tracker().joins("alice"));
    Actor bob = node(where).here(one.tracker().joins("bob"));
    Actor carol = node(where).here(one.tracker().joins("carol"));
    String groupId = alice.creates("photos").getGroupId();
    alice.letsIn("photos", bob);
    AttachedPeerClient bobs = AttachedPeerClient.attach(one, bob);
    AttachedPeerClient carols = AttachedPeerClient.attach(one, carol);

    alice.shares("photos", "a.jpg", 1);
    assertThat(bobs.next(MessageCase.FILE_SHARED).getFileShared())
        .isEqualTo(
            FileShared.newBuilder()
                .setGroup("photos")
                .setName("a.jpg")
                .setSize(Actor.MEBIBYTE)
                .setPublisher("alice")
                .build());
    removesFile(alice, "a.jpg");
    assertThat(bobs.next(MessageCase.FILE_REMOVED).getFileRemoved())
        .isEqualTo(
            FileRemoved.newBuilder()
                .setGroupId(groupId)
                .setGroup("photos")
                .setName("a.jpg")
                .build());

    // The first that carol hears is of her own group.
    carol.creates("plans");
    carol.shares("plans", "b.txt", 2);
    assertThat(carols.next(MessageCase.FILE_SHARED).getFileShared().getGroup()).isEqualTo("plans");
    bobs.close();
    carols.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theEndOfAGroupIsHeard(int where) {
    Actor alice = node(where).here(one.tracker().joins("alice"));
    Actor bob = node(where).here(one.tracker().joins("bob"));
    String groupId = alice.creates("photos").getGroupId();
    alice.letsIn("photos", bob);
    AttachedPeerClient bobs = AttachedPeerClient.attach(one, bob);

    var unused =
        alice
            .groups()
            .deleteGroup(
                DeleteGroupRequest.newBuilder()
                    .setRequestId(Actor.id())
                    .setGroup("photos")
                    .build());

    assertThat(bobs.next(MessageCase.MEMBERSHIP).getMembership())
        .returns(groupId, Membership::getGroupId)
        .returns("photos", Membership::getGroup)
        .returns(Role.ROLE_UNSPECIFIED, Membership::getRole);
    bobs.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theStreamEndsWithItsSession(int where) {
    Actor alice = one.tracker().joins("alice");
    Actor bob = one.tracker().joins("bob");
    AttachedPeerClient alices = AttachedPeerClient.attach(one, alice);
    AttachedPeerClient bobs = AttachedPeerClient.attach(one, bob);

    node(where).here(alice).logsOut();
    assertEnded(alices, ErrorReason.ERROR_REASON_SESSION_INVALID);
    assertThat(bobs.isOpen()).isTrue();

    var unused =
        node(where).tracker().store().write(tx -> DomainServices.suspension().suspend(tx, "bob"));
    assertEnded(bobs, ErrorReason.ERROR_REASON_SESSION_INVALID);
  }

  @Test
  void aSessionThatRunsOutEndsItsStream() {
    Actor alice = one.tracker().joins("alice");
    AttachedPeerClient peer = AttachedPeerClient.attach(one, alice);

    clock.advance(Duration.ofDays(8));

    assertEnded(peer, ErrorReason.ERROR_REASON_SESSION_INVALID);
  }

  @Test
  void aPeerThatDoesNotReadIsCutOffAndHoldsUpNobody() {
    Actor alice = one.tracker().joins("alice");
    Actor bob = one.tracker().joins("bob");
    String groupId = alice.creates("photos").getGroupId();
    alice.letsIn("photos", bob);
    AttachedPeerClient alices = AttachedPeerClient.attach(one, alice);
    AttachedPeerClient bobs = AttachedPeerClient.attachAndStopReading(one, bob);

    for (String crowd : List.of("first", "second", "third")) {
      long last = Crowd.enters(one.tracker().store(), groupId, crowd, 400);
      assertThat(revocationAbove(alices, last - 1).getMinVersion()).isEqualTo(last);
    }

    bobs.readsOn();
    assertEnded(bobs, ErrorReason.ERROR_REASON_OVERLOADED);
    assertThat(alices.isOpen()).isTrue();
    alices.close();
  }

  private static Revocation revocationAbove(AttachedPeerClient peer, long version) {
    Revocation revocation = peer.next(MessageCase.REVOCATION).getRevocation();
    while (revocation.getMinVersion() <= version) {
      revocation = peer.next(MessageCase.REVOCATION).getRevocation();
    }
    return revocation;
  }

  private static void removesFile(Actor actor, String name) {
    var unused =
        actor
            .files()
            .removeFile(
                RemoveFileRequest.newBuilder()
                    .setRequestId(Actor.id())
                    .setGroup("photos")
                    .setName(name)
                    .build());
  }
}
