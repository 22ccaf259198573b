package io.coterie.tracker.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.coterie.rpc.error.Failure;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.testing.Actor;
import io.coterie.tracker.testing.AttachedPeerClient;
import io.coterie.tracker.v1.AttachRequest;
import io.coterie.tracker.v1.AttachResponse.MessageCase;
import io.coterie.tracker.v1.Deliveries;
import io.coterie.tracker.v1.Delivery;
import io.coterie.tracker.v1.Endpoint;
import io.coterie.tracker.v1.Event;
import io.coterie.tracker.v1.EventKind;
import io.coterie.tracker.v1.ListEventsRequest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What peers say on an attach stream, in turn and out of turn. */
class AttachRequestsIT extends TwoTrackers {

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
  void aSessionHasOneStreamOnTheWay() {
    Actor alice = one.tracker().joins("alice");
    AttachedPeerClient attached = AttachedPeerClient.attach(one, alice);
    AttachedPeerClient arriving = arrives(alice);
    for (int i = 0; i < 2; i++) {
      AttachedPeerClient next = arrives(alice);
      assertEnded(arriving, ErrorReason.ERROR_REASON_OVERLOADED);
      arriving = next;
    }

    // Of eight places two are alice's.
    List<AttachedPeerClient> others =
        Stream.iterate(0, i -> i + 1)
            .limit(6)
            .map(i -> AttachedPeerClient.attach(one, one.tracker().joins("user" + i)))
            .toList();
    assertThat(attached.isOpen()).isTrue();
    assertThat(arriving.isOpen()).isTrue();
    others.forEach(AttachedPeerClient::close);
    arriving.close();
    attached.close();
  }

  @Test
  void onlyWhoWasLetInIsCountedAsAttached() {
    AttachedPeerClient alices = arrives(one.tracker().joins("alice"));
    assertThat(one.presence().count()).isZero();

    alices.announces().snapshot();

    await().atMost(PATIENCE).until(() -> one.presence().count() == 1);
    alices.close();
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

  /** Has said hello, and the tracker has taken it. */
  private AttachedPeerClient arrives(Actor actor) {
    AttachedPeerClient arriving =
        AttachedPeerClient.open(one, actor).says(AttachedPeerClient.hello());
    arriving.next(MessageCase.TICK);
    return arriving;
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
