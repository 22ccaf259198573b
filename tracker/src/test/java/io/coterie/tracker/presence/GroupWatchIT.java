package io.coterie.tracker.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.group.Role;
import io.coterie.tracker.presence.PeerEvent.JoinRequested;
import io.coterie.tracker.presence.PeerEvent.Membership;
import io.coterie.tracker.presence.PeerEvent.Revocation;
import io.coterie.tracker.testing.Actor;
import io.coterie.tracker.v1.DeleteGroupRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a look at the store finds and what it reads for that. All changes are made as by another
 * tracker, so none is hinted at unless a test does so.
 */
class GroupWatchIT extends WatchedStore {

  /** More groups than one part of the sweep holds. */
  private static final int MANY = 250;

  @Test
  void aPlaceInAGroupUnknownHereIsToldOnceWithWhatFollowed() {
    RecordedStream alices = attach(alice);
    String groupId = alice.creates("photos").getGroupId();
    bob.asksToJoin("photos");

    watch.look();
    List<PeerEvent> told = List.copyOf(alices.told);
    watch.look();

    assertThat(told)
        .filteredOn(event -> event instanceof Membership || event instanceof JoinRequested)
        .containsExactly(
            new Membership(groupId, "photos", Role.OWNER, 1), new JoinRequested("photos", "bob"));
    assertThat(alices.told).isEqualTo(told);
  }

  @Test
  void aPlaceThatEndsAndBeginsAgainIsTold() {
    alice.creates("photos");
    RecordedStream bobs = attach(bob);
    bob.asksToJoin("photos");
    watch.look();
    assertThat(bobs.take(Membership.class)).extracting(Membership::role).contains(Role.PENDING);

    bob.leaves("photos");
    watch.look();
    assertThat(bobs.take(Membership.class)).extracting(Membership::role).contains(Role.NONE);

    alice.letsIn("photos", bob);
    watch.look();
    assertThat(bobs.take(Membership.class)).extracting(Membership::role).contains(Role.MEMBER);
  }

  @Test
  void aNewMemberHearsWhoWasRemovedBefore() {
    String groupId = alice.creates("photos").getGroupId();
    alice.letsIn("photos", bob);
    attach(alice);
    Actor carol = tracker.joins("carol");
    RecordedStream carols = attach(carol);
    alice.removes("photos", "bob");
    watch.look();
    carol.asksToJoin("photos");
    watch.look();
    assertThat(carols.take(Revocation.class)).as("no member yet").isEmpty();

    alice.accepts("photos", "carol");
    watch.look();

    assertThat(carols.take(Revocation.class))
        .filteredOn(revocation -> revocation.user().equals("bob"))
        .singleElement()
        .returns(groupId, Revocation::groupId);
    alice.shares("photos", "a.jpg", 1);
    watch.look();
    assertThat(carols.take(Revocation.class)).as("told once").isEmpty();
  }

  @Test
  void aHintFindsAPlaceInAGroupUnknownHere() {
    RecordedStream alices = attach(alice);
    String others = bob.creates("plans").getGroupId();
    watch.look(List.of(others));
    assertThat(alices.told).isEmpty();

    String groupId = alice.creates("photos").getGroupId();
    watch.look(List.of(others, groupId));

    assertThat(alices.take(Membership.class))
        .containsExactly(new Membership(groupId, "photos", Role.OWNER, 1));
  }

  @Test
  void whatIsCommittedLateIsFound() {
    alice.creates("photos");
    bob.creates("plans");
    RecordedStream alices = attach(alice);
    clock.advance(Duration.ofMinutes(1));
    watch.look();
    bob.asksToJoin("photos");
    alice.asksToJoin("plans");
    makeLate();

    watch.look();

    assertThat(alices.told).contains(new JoinRequested("photos", "bob"));
    assertThat(alices.take(Membership.class))
        .extracting(Membership::group, Membership::role)
        .containsExactly(tuple("plans", Role.PENDING));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theEndOfAGroupIsTold(boolean inTime) {
    String groupId = alice.creates("photos").getGroupId();
    alice.letsIn("photos", bob);
    RecordedStream bobs = attach(bob);
    deleteGroup(alice, "photos");
    if (!inTime) {
      update("delete from deleted_group");
    }

    watch.look();
    watch.look();

    assertThat(bobs.take(Membership.class))
        .singleElement()
        .returns(groupId, Membership::groupId)
        .returns("photos", Membership::group)
        .returns(Role.NONE, Membership::role);
  }

  @Test
  void theEndsOfManyGroupsAreTold() {
    List<String> groupIds = ownedByAlice(MANY);
    RecordedStream alices = attach(alice);
    watch.look();
    groupIds.forEach(groupId -> deleteGroup(alice, groupId));

    watch.look();

    assertThat(alices.take(Membership.class)).extracting(Membership::role).hasSize(MANY);
  }

  @Test
  void lateCommitsAreFoundInPartsAndAfterAFailureAtOnce() {
    List<String> groupIds = ownedByAlice(MANY);
    RecordedStream alices = attach(alice);
    clock.advance(Duration.ofMinutes(1));
    watch.look();
    groupIds.forEach(bob::asksToJoin);
    makeLate();

    watch.look();
    assertThat(alices.take(JoinRequested.class)).hasSizeBetween(1, 2 * Round.LEAST);
    watch.look();
    watch.look();
    groupIds.forEach(bob::leaves);
    watch.look();
    alices.told.clear();

    groupIds.forEach(bob::asksToJoin);
    makeLate();
    views.fail(Optional.of(new Refusal(ErrorReason.ERROR_REASON_STORE_UNAVAILABLE, "away")));
    assertThatThrownBy(() -> watch.look(groupIds)).isInstanceOf(Refusal.class);
    assertThatThrownBy(watch::look).isInstanceOf(Refusal.class);
    views.fail(Optional.empty());
    watch.look();

    assertThat(alices.take(JoinRequested.class)).hasSize(MANY);
  }

  @Test
  void aClockThatIsPutBackHidesNothing() {
    List<String> groupIds = ownedByAlice(MANY);
    RecordedStream alices = attach(alice);
    clock.advance(Duration.ofMinutes(1));
    watch.look();
    clock.advance(Duration.ofHours(-1));
    groupIds.forEach(bob::asksToJoin);

    watch.look();

    assertThat(alices.take(JoinRequested.class)).hasSize(MANY);
  }

  @Test
  void othersGroupsAreNotRead() {
    alice.creates("photos");
    attach(alice);
    groupsOfStrangers(5000, 0);
    clock.advance(Duration.ofMinutes(1));
    watch.look();
    views.takeRows();

    watch.look();
    assertThat(views.takeRows()).as("a version, and a number of places").isEqualTo(2);

    alice.shares("photos", "a.jpg", 1);
    watch.look();
    assertThat(views.takeRows()).as("and the group that changed, with its news").isEqualTo(4);
  }

  @Test
  void manyChangesAreReadInPages() {
    alice.creates("photos");
    RecordedStream alices = attach(alice);
    clock.advance(Duration.ofMinutes(1));
    groupsOfStrangers(2500, clock.instant().toEpochMilli());
    clock.advance(Duration.ofMillis(1));
    bob.asksToJoin("photos");

    watch.look();

    assertThat(views.takeRows()).isGreaterThan(2 * 2500);
    assertThat(views.most()).isEqualTo(GroupWatch.PAGE);
    assertThat(alices.told).contains(new JoinRequested("photos", "bob"));
  }

  @Test
  void moreGroupsThanThereIsRoomForAreRefused() {
    watch = watch(3);
    ownedByAlice(4);
    bob.creates("one");
    bob.creates("two");
    RecordedStream bobs = attach(bob);

    Refusal refusal = catchThrowableOfType(Refusal.class, () -> attach(alice));
    assertThat(refusal.reason()).isEqualTo(ErrorReason.ERROR_REASON_OVERLOADED);
    assertThat(views.most()).isEqualTo(2);

    bob.creates("three");
    watch.look();
    assertThat(bobs.ends).isEmpty();
    bob.creates("four");
    watch.look();
    assertThat(bobs.ends)
        .extracting(Refusal::reason)
        .containsExactly(ErrorReason.ERROR_REASON_OVERLOADED);

    attachments.all().forEach(attachments::remove);
    watch.forget("bob");
    bob.leaves("four");
    assertThat(attach(bob).ends).isEmpty();
  }

  /** As if whatever has happened so far had begun long before it was committed. */
  private void makeLate() {
    update("update grp set changed_at = 0");
    update("update membership set since_at = 0");
  }

  private List<String> ownedByAlice(int count) {
    List<String> names = IntStream.range(0, count).mapToObj("group-%03d"::formatted).toList();
    names.forEach(alice::creates);
    return names;
  }

  private void groupsOfStrangers(int count, long changedAt) {
    tracker.register("stranger");
    groupsOf("stranger", count, changedAt);
  }

  private void deleteGroup(Actor owner, String group) {
    var unused =
        owner
            .groups()
            .deleteGroup(
                DeleteGroupRequest.newBuilder().setRequestId(Actor.id()).setGroup(group).build());
  }
}
