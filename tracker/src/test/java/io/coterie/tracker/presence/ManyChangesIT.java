package io.coterie.tracker.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.presence.PeerEvent.FileShared;
import io.coterie.tracker.presence.PeerEvent.JoinRequested;
import io.coterie.tracker.presence.PeerEvent.Revocation;
import io.coterie.tracker.presence.PeerEvent.Snapshot;
import io.coterie.tracker.testing.Actor;
import io.coterie.tracker.testing.Crowd;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** However much there is to tell, it is read and told in parts, and nothing falls between them. */
class ManyChangesIT extends WatchedStore {

  @Test
  void manyRevocationsAreToldInPartsThatThePeerTakesOneByOne() {
    String groupId = alice.creates("photos").getGroupId();
    long unused = Crowd.enters(tracker.store(), groupId, "stranger", 2500);
    RecordedStream stream = new RecordedStream();
    Attachment attachment = attachment(alice, stream);

    watch.admit(attachment);
    assertThat(stream.told).hasSize(1);
    for (int i = 0; i < 10; i++) {
      attachment.goOn();
    }

    List<Snapshot> parts = stream.take(Snapshot.class);
    assertThat(parts).extracting(Snapshot::more).containsExactly(true, true, false);
    assertThat(parts).extracting(part -> part.memberships().size()).containsExactly(1, 0, 0);
    assertThat(parts.stream().flatMap(part -> part.revocations().stream()))
        .extracting(Revocation::user)
        .hasSize(2501)
        .doesNotHaveDuplicates();
    assertThat(views.most()).isEqualTo(StateParts.SIZE);
  }

  @Test
  void manyGroupsAreToldInParts() {
    watch = watch(5000);
    groupsOf("alice", 2001, 0);
    RecordedStream stream = new RecordedStream();
    Attachment attachment = attachment(alice, stream);

    watch.admit(attachment);
    attachment.goOn();
    attachment.goOn();

    assertThat(stream.take(Snapshot.class))
        .extracting(part -> part.memberships().size())
        .containsExactly(1000, 1000, 1);
  }

  @Test
  void manyChangedMembersAreReadInPagesAndNoneIsLostWhenOneFails() {
    String groupId = alice.creates("photos").getGroupId();
    RecordedStream alices = attach(alice);
    long unused = Crowd.enters(tracker.store(), groupId, "stranger", 2500);
    // Raised first and changed last, so that its revocation is in another part than its change.
    update("update membership set changed_version = 5000 where user_key = 'stranger0'");
    update("update grp set version = 5000");

    views.failIn(2, Optional.of(new Refusal(ErrorReason.ERROR_REASON_STORE_UNAVAILABLE, "away")));
    assertThatThrownBy(() -> watch.look(List.of(groupId))).isInstanceOf(Refusal.class);
    int before = alices.take(Revocation.class).size();
    views.fail(Optional.empty());
    watch.look(List.of(groupId));

    assertThat(before).as("told before the failure").isBetween(1, 2499);
    assertThat(alices.take(Revocation.class))
        .extracting(Revocation::user)
        .hasSize(2500)
        .doesNotHaveDuplicates()
        .contains("stranger0");
    assertThat(views.most()).isLessThanOrEqualTo(GroupWatch.PAGE);
  }

  @Test
  void whoIsFoundLateAmongManyChangesAttachesAgain() {
    String groupId = alice.creates("photos").getGroupId();
    RecordedStream alices = attach(alice);
    RecordedStream bobs = attach(bob);
    alice.letsIn("photos", bob);
    long unused = Crowd.enters(tracker.store(), groupId, "stranger", 2500);
    update("update membership set changed_version = 5000 where user_key = 'bob'");
    update("update grp set version = 5000");

    watch.look(List.of(groupId));

    assertThat(bobs.ends)
        .extracting(Refusal::reason)
        .containsExactly(ErrorReason.ERROR_REASON_OVERLOADED);
    assertThat(alices.ends).isEmpty();
  }

  @Test
  void whoBecomesAMemberHearsWhatAnEarlierPartRevoked() {
    String groupId = alice.creates("photos").getGroupId();
    alice.letsIn("photos", bob);
    Actor carol = tracker.joins("carol");
    carol.asksToJoin("photos");
    RecordedStream carols = attach(carol);
    alice.removes("photos", "bob");
    long unused = Crowd.enters(tracker.store(), groupId, "stranger", 1500);
    alice.accepts("photos", "carol");

    watch.look(List.of(groupId));

    assertThat(carols.ends).isEmpty();
    assertThat(carols.take(Revocation.class)).extracting(Revocation::user).contains("bob");
  }

  @Test
  void filesAndRequestsAreToldOnceAlsoWhenALaterPartFails() {
    String groupId = alice.creates("photos").getGroupId();
    RecordedStream alices = attach(alice);
    alice.shares("photos", "a.jpg", 1);
    bob.asksToJoin("photos");
    long unused = Crowd.enters(tracker.store(), groupId, "stranger", 2500);

    views.failIn(2, Optional.of(new Refusal(ErrorReason.ERROR_REASON_STORE_UNAVAILABLE, "away")));
    assertThatThrownBy(() -> watch.look(List.of(groupId))).isInstanceOf(Refusal.class);
    views.fail(Optional.empty());
    alice.shares("photos", "b.jpg", 2);
    watch.look(List.of(groupId));

    assertThat(alices.told)
        .filteredOn(JoinRequested.class::isInstance)
        .containsExactly(new JoinRequested("photos", "bob"));
    assertThat(alices.take(FileShared.class))
        .extracting(FileShared::name)
        .containsExactly("a.jpg", "b.jpg");
  }
}
