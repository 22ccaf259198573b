package io.coterie.tracker.grpc;

import static io.coterie.tracker.testing.Actor.id;
import static io.coterie.tracker.testing.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.tracker.testing.Actor;
import io.coterie.tracker.testing.TestTracker;
import io.coterie.tracker.v1.DeleteGroupRequest;
import io.coterie.tracker.v1.Group;
import io.coterie.tracker.v1.IssueGrantRequest;
import io.coterie.tracker.v1.JoinGroupRequest;
import io.coterie.tracker.v1.JoinRequest;
import io.coterie.tracker.v1.LeaveGroupResponse;
import io.coterie.tracker.v1.ListGroupsRequest;
import io.coterie.tracker.v1.ListJoinRequestsRequest;
import io.coterie.tracker.v1.ListMembersRequest;
import io.coterie.tracker.v1.Member;
import io.coterie.tracker.v1.RejectJoinRequestRequest;
import io.coterie.tracker.v1.Role;
import io.coterie.tracker.v1.TransferOwnershipRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MembershipRulesIT {

  @TempDir private Path folder;
  private TestTracker tracker;
  private Actor alice;
  private Actor bob;
  private Actor carol;

  @BeforeEach
  void start() {
    tracker = new TestTracker(folder);
    alice = tracker.joins("alice");
    bob = tracker.joins("bob");
    carol = tracker.joins("carol");
  }

  @AfterEach
  void stop() {
    tracker.close();
  }

  @Test
  void theCreatorOwnsTheGroupAndIsItsOnlyMember() {
    Group group = alice.creates("photos");

    assertThat(group.getRole()).isEqualTo(Role.ROLE_OWNER);
    assertThat(group.getOwner()).isEqualTo("alice");
    assertThat(group.getMemberCount()).isEqualTo(1);
    assertThat(alice.sees("photos")).isEqualTo(group);
  }

  @Test
  void namesThatLookAlikeAreTheSameGroup() {
    alice.creates("Straße");

    assertRefused("GROUP_EXISTS", () -> bob.creates("STRASSE"));
    assertThat(bob.sees("STRASSE").getName()).isEqualTo("Straße");
    assertRefused("GROUP_NOT_FOUND", () -> bob.sees("Gasse"));
  }

  @Test
  void aRequestIsAskedForAcceptedAndThenDone() {
    alice.creates("photos");
    String owner =
        bob.groups()
            .joinGroup(JoinGroupRequest.newBuilder().setRequestId(id()).setGroup("photos").build())
            .getOwner();
    assertThat(owner).isEqualTo("alice");
    assertThat(bob.sees("photos").getRole()).isEqualTo(Role.ROLE_PENDING);
    assertRefused("JOIN_REQUEST_PENDING", () -> bob.asksToJoin("photos"));
    assertRefused("NOT_MEMBER", () -> members(bob));

    alice.accepts("photos", "BOB");

    assertThat(members(bob)).containsExactly("alice", "bob");
    assertThat(pending(alice)).isEmpty();
    assertRefused("ALREADY_MEMBER", () -> bob.asksToJoin("photos"));
    assertRefused("JOIN_REQUEST_NOT_FOUND", () -> alice.accepts("photos", "bob"));
  }

  @Test
  void aRejectedOrWithdrawnRequestCanBeMadeAgain() {
    alice.creates("photos");
    bob.asksToJoin("photos");
    rejects(alice, "bob");
    assertThat(bob.sees("photos").getRole()).isEqualTo(Role.ROLE_UNSPECIFIED);
    assertRefused("JOIN_REQUEST_NOT_FOUND", () -> rejects(alice, "bob"));

    bob.asksToJoin("photos");
    LeaveGroupResponse withdrawn = bob.leaves("photos");
    assertThat(withdrawn.getOwner()).isEqualTo("alice");
    assertRefused("JOIN_REQUEST_NOT_FOUND", () -> alice.accepts("photos", "bob"));

    bob.asksToJoin("photos");
    assertThat(pending(alice)).containsExactly("bob");
  }

  @Test
  void requestsAreListedOldestFirst() {
    alice.creates("photos");
    carol.asksToJoin("photos");
    tracker.clock().advance(Duration.ofSeconds(1));
    bob.asksToJoin("photos");

    assertThat(pending(alice)).containsExactly("carol", "bob");
  }

  @Test
  void onlyTheOwnerDecides() {
    alice.creates("photos");
    alice.letsIn("photos", bob);
    carol.asksToJoin("photos");

    for (Actor other : List.of(bob, carol)) {
      assertRefused("NOT_OWNER", () -> pending(other));
      assertRefused("NOT_OWNER", () -> other.accepts("photos", "carol"));
      assertRefused("NOT_OWNER", () -> rejects(other, "carol"));
      assertRefused("NOT_OWNER", () -> other.removes("photos", "alice"));
      assertRefused("NOT_OWNER", () -> transfers(other, "bob"));
      assertRefused("NOT_OWNER", () -> deletes(other));
    }
    assertThat(pending(alice)).containsExactly("carol");
  }

  @Test
  void strangersSeeThatAGroupExistsAndNoMore() {
    alice.creates("photos");
    alice.shares("photos", "a.jpg", 1);

    Group seen = bob.sees("photos");
    assertThat(seen.getOwner()).isEqualTo("alice");
    assertThat(seen.getMemberCount()).isEqualTo(1);
    assertThat(seen.getGroupId()).isEmpty();
    assertThat(seen.getFileCount()).isZero();
    assertThat(alice.sees("photos").getFileCount()).isEqualTo(1);
    assertThat(listed(bob)).containsExactly(seen);
  }

  @Test
  void whenTheOwnerLeavesTheLongestStandingMemberOwns() {
    alice.creates("photos");
    alice.letsIn("photos", carol, bob);
    carol.leaves("photos");
    alice.letsIn("photos", carol);

    LeaveGroupResponse left = alice.leaves("photos");

    assertThat(left.getOwner()).isEqualTo("bob");
    assertThat(left.getGroupDeleted()).isFalse();
    assertThat(members(carol)).containsExactly("bob", "carol");
    assertThat(bob.sees("photos").getRole()).isEqualTo(Role.ROLE_OWNER);
    assertRefused("NOT_MEMBER", () -> alice.leaves("photos"));
  }

  @Test
  void aGroupThatNobodyIsLeftInIsGone() {
    String firstId = alice.creates("photos").getGroupId();
    bob.asksToJoin("photos");

    LeaveGroupResponse left = alice.leaves("photos");

    assertThat(left.getGroupDeleted()).isTrue();
    assertThat(left.getOwner()).isEmpty();
    assertRefused("GROUP_NOT_FOUND", () -> alice.sees("photos"));
    assertThat(bob.creates("photos").getGroupId()).isNotEqualTo(firstId);
  }

  @Test
  void ownershipPassesToAMemberOnly() {
    alice.creates("photos");
    alice.letsIn("photos", bob);
    assertRefused("MEMBER_NOT_FOUND", () -> transfers(alice, "carol"));
    assertRefused("FIELD_INVALID", () -> transfers(alice, "alice"));
    long before = bob.grantVersion("photos");

    transfers(alice, "bob");

    assertThat(alice.sees("photos").getRole()).isEqualTo(Role.ROLE_MEMBER);
    assertThat(alice.sees("photos").getOwner()).isEqualTo("bob");
    assertThat(members(alice)).containsExactly("alice", "bob");
    assertThat(bob.grantVersion("photos")).as("streams go on").isEqualTo(before);
  }

  @Test
  void removalTakesTheMembershipAndTheSourcesAndRaisesTheVersion() {
    alice.creates("photos");
    alice.letsIn("photos", bob);
    bob.shares("photos", "b.jpg", 1);
    long before = bob.grantVersion("photos");
    assertRefused("OWNER_NOT_REMOVABLE", () -> alice.removes("photos", "alice"));

    alice.removes("photos", "bob");

    assertRefused("MEMBER_NOT_FOUND", () -> alice.removes("photos", "bob"));
    assertRefused("NOT_MEMBER", () -> bob.grantVersion("photos"));
    assertThat(alice.file("photos", "b.jpg").getSources()).isZero();
    assertThat(version("bob")).as("a tombstone").isGreaterThan(before);
    alice.letsIn("photos", bob);
    assertThat(bob.grantVersion("photos")).isGreaterThan(before + 1);
  }

  @Test
  void grantsAreForMembersWithAPeer() {
    alice.creates("photos");
    assertRefused("NOT_MEMBER", () -> bob.grantVersion("photos"));
    Actor shellOnly = tracker.logsInWithoutPeer("alice");
    assertRefused("SESSION_WITHOUT_PEER", () -> shellOnly.grantVersion("photos"));

    var grant =
        alice.groups().issueGrant(IssueGrantRequest.newBuilder().setGroup("photos").build());

    assertThat(grant.getGroupId()).isEqualTo(alice.sees("photos").getGroupId());
    assertThat(grant.getGrant()).endsWith("/" + alice.peer().thumbprint());
  }

  @Test
  void membersAreOnlineWhileTheirTrackersLeaseHolds() {
    alice.creates("photos");
    alice.letsIn("photos", bob);
    tracker.attaches(bob, "127.0.0.1:9000");
    assertThat(online(alice)).containsExactly("bob");

    tracker.clock().advance(Duration.ofSeconds(6));

    assertThat(online(alice)).isEmpty();
  }

  @Test
  void deletionTakesEverything() {
    alice.creates("photos");
    alice.letsIn("photos", bob);
    bob.shares("photos", "b.jpg", 1);

    deletes(alice);

    assertRefused("GROUP_NOT_FOUND", () -> bob.file("photos", "b.jpg"));
    assertThat(tracker.count("select count(*) from membership")).isZero();
    assertThat(tracker.count("select count(*) from source")).isZero();
    assertThat(tracker.count("select count(*) from event")).isZero();
  }

  private long version(String user) {
    return tracker.count("select version from membership where user_key = ?", user);
  }

  private static void rejects(Actor actor, String user) {
    var unused =
        actor
            .groups()
            .rejectJoinRequest(
                RejectJoinRequestRequest.newBuilder()
                    .setRequestId(id())
                    .setGroup("photos")
                    .setUser(user)
                    .build());
  }

  private static void transfers(Actor actor, String user) {
    var unused =
        actor
            .groups()
            .transferOwnership(
                TransferOwnershipRequest.newBuilder()
                    .setRequestId(id())
                    .setGroup("photos")
                    .setUser(user)
                    .build());
  }

  private static void deletes(Actor actor) {
    var unused =
        actor
            .groups()
            .deleteGroup(
                DeleteGroupRequest.newBuilder().setRequestId(id()).setGroup("photos").build());
  }

  private static List<Group> listed(Actor actor) {
    return actor.groups().listGroups(ListGroupsRequest.getDefaultInstance()).getGroupsList();
  }

  private static List<String> pending(Actor actor) {
    return actor
        .groups()
        .listJoinRequests(ListJoinRequestsRequest.newBuilder().setGroup("photos").build())
        .getJoinRequestsList()
        .stream()
        .map(JoinRequest::getUser)
        .toList();
  }

  private static List<Member> memberList(Actor actor) {
    return actor
        .groups()
        .listMembers(ListMembersRequest.newBuilder().setGroup("photos").build())
        .getMembersList();
  }

  private static List<String> members(Actor actor) {
    return memberList(actor).stream().map(Member::getUser).toList();
  }

  private static List<String> online(Actor actor) {
    return memberList(actor).stream().filter(Member::getOnline).map(Member::getUser).toList();
  }
}
