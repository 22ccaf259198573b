package io.coterie.tracker.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.coterie.rpc.error.Failure;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.app.DomainServices;
import io.coterie.tracker.testing.Actor;
import io.coterie.tracker.testing.AttachedPeerClient;
import io.coterie.tracker.testing.MovableClock;
import io.coterie.tracker.testing.PresenceNode;
import io.coterie.tracker.v1.AttachRequest;
import io.coterie.tracker.v1.AttachResponse.MessageCase;
import io.coterie.tracker.v1.DeleteGroupRequest;
import io.coterie.tracker.v1.Deliveries;
import io.coterie.tracker.v1.Delivery;
import io.coterie.tracker.v1.Endpoint;
import io.coterie.tracker.v1.Event;
import io.coterie.tracker.v1.EventKind;
import io.coterie.tracker.v1.FileRemoved;
import io.coterie.tracker.v1.FileShared;
import io.coterie.tracker.v1.JoinRequested;
import io.coterie.tracker.v1.ListEventsRequest;
import io.coterie.tracker.v1.ListMembersRequest;
import io.coterie.tracker.v1.ListSourcesRequest;
import io.coterie.tracker.v1.Member;
import io.coterie.tracker.v1.Membership;
import io.coterie.tracker.v1.RemoveFileRequest;
import io.coterie.tracker.v1.Revocation;
import io.coterie.tracker.v1.Role;
import io.coterie.tracker.v1.SharedFile;
import io.coterie.tracker.v1.Snapshot;
import io.coterie.tracker.v1.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What attached peers are told, by the tracker they are attached to, of what is done at either. */
class AttachIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock();
  private PresenceNode one;
  private PresenceNode two;

  @BeforeEach
  void start() {
    one = new PresenceNode(folder, clock);
    two = new PresenceNode(folder, clock);
  }

  @AfterEach
  void stop() {
    two.close();
    one.close();
  }

  private PresenceNode node(int number) {
    return number == 1 ? one : two;
  }

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
  void anAnnouncementMakesThePeerASourceOfThatAndNothingElse() {
    Actor alice = one.tracker().joins("alice");
    Actor bob = one.tracker().joins("bob");
    String groupId = alice.creates("photos").getGroupId();
    String plans = alice.creates("plans").getGroupId();
    alice.letsIn("photos", bob);
    alice.shares("photos", "a.jpg", 1);
    alice.shares("photos", "b.jpg", 2);
    alice.shares("plans", "c.txt", 3);
    bob.shares("photos", "b.jpg", 2);

    AttachedPeerClient bobs =
        AttachedPeerClient.attach(
            two,
            bob,
            file(groupId, "a.jpg", 1),
            file(groupId, "gone.jpg", 1),
            file(plans, "c.txt", 3));

    assertThat(sources(alice, "a.jpg"))
        .filteredOn(Source::getOnline)
        .singleElement()
        .returns("bob", Source::getUser)
        .returns(bob.peer().peerId().value(), Source::getPeerId)
        .returns(List.of("192.0.2.1:9001"), source -> List.copyOf(source.getEndpointsList()));
    assertThat(sources(alice, "b.jpg")).extracting(Source::getUser).containsExactly("alice");
    assertThat(alice.file("plans", "c.txt").getSources()).isEqualTo(1);
    bobs.close();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(sources(alice, "a.jpg")).noneMatch(Source::getOnline));
  }

  @Test
  void anAnnouncementOfOtherContentDoesNotCount() {
    Actor alice = one.tracker().joins("alice");
    Actor bob = one.tracker().joins("bob");
    String groupId = alice.creates("photos").getGroupId();
    alice.letsIn("photos", bob);
    alice.shares("photos", "a.jpg", 1);

    AttachedPeerClient bobs = AttachedPeerClient.attach(one, bob, file(groupId, "a.jpg", 9));

    assertThat(sources(alice, "a.jpg")).extracting(Source::getUser).containsExactly("alice");
    bobs.close();
  }

  @Test
  void deliveriesEnterTheHistoryOfGroupsOfWhichTheServerIsAMember() {
    Actor alice = one.tracker().joins("alice");
    Actor bob = one.tracker().joins("bob");
    Actor carol = one.tracker().joins("carol");
    String photos = alice.creates("photos").getGroupId();
    String plans = carol.creates("plans").getGroupId();
    alice.letsIn("photos", bob);
    alice.shares("photos", "a.jpg", 1);
    AttachedPeerClient alices = AttachedPeerClient.attach(one, alice);

    alices.says(
        deliveries(
            delivery(plans, "c.txt", "bob", 1),
            delivery(photos, "a.jpg", "nobody", 2),
            delivery(photos, "a.jpg", "BOB", 1000)));
    // Waits for the next tick, and is dealt with all the same.
    alices.says(deliveries(delivery(photos, "a.jpg", "bob", 24)));

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(fetches(alice, "photos"))
                    .extracting(Event::getActor, Event::getSubject, Event::getBytes)
                    .containsExactly(tuple("alice", "bob", 24L), tuple("alice", "bob", 1000L)));
    assertThat(fetches(carol, "plans")).isEmpty();
    alices.close();
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

  @Test
  void aTrackerThatDiesHidesItsPeersAndOneThatWakesUpLateRemovesOnlyItsOwn() {
    Actor alice = two.here(one.tracker().joins("alice"));
    Actor bob = one.tracker().joins("bob");
    alice.creates("photos");
    alice.letsIn("photos", two.here(bob));
    AttachedPeerClient atOne = AttachedPeerClient.attach(one, bob);
    assertThat(isOnline(alice, "bob")).isTrue();

    // Attached elsewhere while the first stream is still open: its end takes nothing back.
    AttachedPeerClient atTwo = AttachedPeerClient.attach(two, bob);
    atOne.close();
    await().atMost(PATIENCE).until(() -> one.presence().count() == 0);
    alice.creates("later");
    assertThat(isOnline(alice, "bob")).isTrue();
    atTwo.close();
    await().atMost(PATIENCE).until(() -> !isOnline(alice, "bob"));

    // The row of a tracker that died counts until its lease lapses.
    AttachedPeerClient left = AttachedPeerClient.attach(one, bob);
    one.dies();
    assertThat(isOnline(alice, "bob")).isTrue();
    clock.advance(Duration.ofSeconds(6));
    assertThat(isOnline(alice, "bob")).isFalse();
    left.close();
  }

  @Test
  void aTrackerThatLeavesAsksItsPeersToMove() throws InterruptedException {
    Actor alice = two.here(one.tracker().joins("alice"));
    Actor bob = one.tracker().joins("bob");
    alice.creates("photos");
    alice.letsIn("photos", two.here(bob));
    AttachedPeerClient stays = AttachedPeerClient.attach(one, alice);
    AttachedPeerClient moves = AttachedPeerClient.attach(one, bob);
    Thread mover =
        new Thread(
            () -> {
              moves.next(MessageCase.REATTACH);
              AttachedPeerClient.attach(two, bob);
              moves.leaves();
            });
    mover.start();

    one.presence().drain(Duration.ofSeconds(2));

    mover.join();
    assertThat(moves.ended()).isEmpty();
    stays.next(MessageCase.REATTACH);
    assertEnded(stays, ErrorReason.ERROR_REASON_DRAINING);
    assertEnded(
        AttachedPeerClient.open(one, bob).says(AttachedPeerClient.hello()),
        ErrorReason.ERROR_REASON_DRAINING);
    assertThat(isOnline(alice, "bob")).isTrue();
    await().atMost(PATIENCE).until(() -> !isOnline(alice, "alice"));
  }

  @Test
  void aSessionHasOneStream() {
    Actor alice = one.tracker().joins("alice");
    alice.creates("photos");
    AttachedPeerClient first = AttachedPeerClient.attach(one, alice);
    AttachedPeerClient second = AttachedPeerClient.attach(one, alice);

    assertEnded(first, ErrorReason.ERROR_REASON_OVERLOADED);
    assertThat(second.isOpen()).isTrue();
    assertThat(isOnline(alice, "alice")).isTrue();
    second.close();
  }

  @Test
  void moreStreamsThanATrackerServesAreSentElsewhere() {
    List<AttachedPeerClient> peers =
        Stream.iterate(0, i -> i + 1)
            .limit(8)
            .map(i -> AttachedPeerClient.attach(one, one.tracker().joins("user" + i)))
            .toList();
    Actor late = one.tracker().joins("late");

    Failure failure =
        assertEnded(
            AttachedPeerClient.open(one, late).says(AttachedPeerClient.hello()),
            ErrorReason.ERROR_REASON_OVERLOADED);

    assertThat(failure.retryAfter()).isPresent();
    AttachedPeerClient elsewhere = AttachedPeerClient.attach(two, late);
    elsewhere.close();
    peers.forEach(AttachedPeerClient::close);
  }

  @Test
  void whatIsSaidOutOfTurnIsRefused() {
    Actor alice = one.tracker().joins("alice");
    AttachRequest hello = AttachedPeerClient.hello();

    assertEnded(
        AttachedPeerClient.open(one, alice).announces(), ErrorReason.ERROR_REASON_FIELD_INVALID);
    assertEnded(
        AttachedPeerClient.open(one, alice).says(hello).says(hello),
        ErrorReason.ERROR_REASON_FIELD_INVALID);
    assertEnded(
        AttachedPeerClient.open(one, alice).says(hello).announces().announces(),
        ErrorReason.ERROR_REASON_FIELD_INVALID);
    assertEnded(
        AttachedPeerClient.open(one, alice)
            .says(hello)
            .says(deliveries(delivery("g", "f", "bob", 1))),
        ErrorReason.ERROR_REASON_FIELD_INVALID);
    assertEnded(
        AttachedPeerClient.open(one, alice).says(AttachRequest.getDefaultInstance()),
        ErrorReason.ERROR_REASON_FIELD_INVALID);
    Failure failure =
        assertEnded(
            AttachedPeerClient.open(one, alice)
                .says(
                    AttachedPeerClient.hello(
                        Endpoint.newBuilder().setHost("a b;rm").setPort(1).build())),
            ErrorReason.ERROR_REASON_FIELD_INVALID);
    assertThat(failure.fields())
        .singleElement()
        .returns("hello.endpoints[0].host", violation -> violation.field());
  }

  @Test
  void aSessionWithoutAPeerCannotAttach() {
    one.tracker().register("alice");
    Actor shellOnly = one.tracker().logsInWithoutPeer("alice");

    assertEnded(
        AttachedPeerClient.open(one, shellOnly), ErrorReason.ERROR_REASON_SESSION_WITHOUT_PEER);
  }

  @Test
  void presenceSaysWhetherTheStoreAnswers() {
    await().atMost(PATIENCE).until(one::storeAnswers);

    one.tracker().store().close();

    await().atMost(PATIENCE).until(() -> !one.storeAnswers());
  }

  private static Failure assertEnded(AttachedPeerClient peer, ErrorReason reason) {
    Failure failure = peer.ended().orElseThrow();
    assertThat(failure.reason()).as(failure.message()).isEqualTo(reason);
    return failure;
  }

  private static Revocation revocationAbove(AttachedPeerClient peer, long version) {
    Revocation revocation = peer.next(MessageCase.REVOCATION).getRevocation();
    while (revocation.getMinVersion() <= version) {
      revocation = peer.next(MessageCase.REVOCATION).getRevocation();
    }
    return revocation;
  }

  private static boolean isOnline(Actor asker, String user) {
    return asker
        .groups()
        .listMembers(ListMembersRequest.newBuilder().setGroup("photos").build())
        .getMembersList()
        .stream()
        .filter(member -> member.getUser().equals(user))
        .anyMatch(Member::getOnline);
  }

  private static List<Source> sources(Actor asker, String file) {
    return asker
        .files()
        .listSources(ListSourcesRequest.newBuilder().setGroup("photos").setName(file).build())
        .getSourcesList();
  }

  private static List<Event> fetches(Actor owner, String group) {
    return owner
        .groups()
        .listEvents(ListEventsRequest.newBuilder().setGroup(group).build())
        .getEventsList()
        .stream()
        .filter(event -> event.getKind() == EventKind.EVENT_KIND_FILE_FETCHED)
        .toList();
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

  private static SharedFile file(String groupId, String name, int seed) {
    return SharedFile.newBuilder()
        .setGroupId(groupId)
        .setName(name)
        .setRoot(Actor.root(seed))
        .build();
  }

  private static AttachRequest deliveries(Delivery... deliveries) {
    return AttachRequest.newBuilder()
        .setDeliveries(Deliveries.newBuilder().addAllDeliveries(List.of(deliveries)))
        .build();
  }

  private static Delivery delivery(String groupId, String file, String user, long bytes) {
    return Delivery.newBuilder()
        .setGroupId(groupId)
        .setName(file)
        .setUser(user)
        .setBytes(bytes)
        .build();
  }
}
