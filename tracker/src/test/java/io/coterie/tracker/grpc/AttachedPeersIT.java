package io.coterie.tracker.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.store.Freshness;
import io.coterie.tracker.testing.Actor;
import io.coterie.tracker.testing.AttachedPeerClient;
import io.coterie.tracker.v1.AttachResponse.MessageCase;
import io.coterie.tracker.v1.ListSourcesRequest;
import io.coterie.tracker.v1.SharedFile;
import io.coterie.tracker.v1.Source;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who counts as online, and as a source of what. */
class AttachedPeersIT extends TwoTrackers {

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
    await().atMost(PATIENCE).until(() -> alice.file("photos", "a.jpg").getOnlineSources() == 0);
    clock.advance(Freshness.LIMIT);
    assertThat(sources(alice, "a.jpg")).noneMatch(Source::getOnline);
  }

  @Test
  void aPeerHearsTicksWhileItsAnnouncementIsComparedWithTheStore() throws Exception {
    Actor alice = one.tracker().joins("alice");
    String groupId = alice.creates("photos").getGroupId();
    alice.shares("photos", "a.jpg", 1);
    AttachedPeerClient peer = AttachedPeerClient.open(one, alice).says(AttachedPeerClient.hello());
    assertThat(peer.take().getMessageCase()).isEqualTo(MessageCase.TICK);

    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Thread holder = new Thread(() -> one.tracker().store().<Boolean>write(tx -> hold(held, go)));
    holder.start();
    held.await();
    peer.announces(file(groupId, "a.jpg", 1));
    assertThat(peer.take().getMessageCase()).isEqualTo(MessageCase.TICK);
    assertThat(peer.take().getMessageCase()).isEqualTo(MessageCase.TICK);
    go.countDown();

    peer.snapshot();
    peer.next(MessageCase.TICK);
    holder.join();
    peer.close();
  }

  private static boolean hold(CountDownLatch held, CountDownLatch go) {
    held.countDown();
    try {
      return go.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
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
  void aTrackerThatLeavesDoesNotWaitForPeersStillToBeAttached() throws Exception {
    AttachedPeerClient arriving =
        AttachedPeerClient.open(one, one.tracker().joins("alice")).says(AttachedPeerClient.hello());
    arriving.next(MessageCase.TICK);

    FutureTask<Boolean> drain =
        new FutureTask<>(
            () -> {
              one.presence().drain(Duration.ofHours(1));
              return true;
            });
    Thread drainer = new Thread(drain);
    drainer.setDaemon(true);
    drainer.start();

    assertEnded(arriving, ErrorReason.ERROR_REASON_DRAINING);
    assertThat(drain.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
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
  void presenceSaysWhetherTheStoreAnswers() {
    await().atMost(PATIENCE).until(one::storeAnswers);

    one.tracker().store().close();

    await().atMost(PATIENCE).until(() -> !one.storeAnswers());
  }

  private static List<Source> sources(Actor asker, String file) {
    return asker
        .files()
        .listSources(ListSourcesRequest.newBuilder().setGroup("photos").setName(file).build())
        .getSourcesList();
  }

  private static SharedFile file(String groupId, String name, int seed) {
    return SharedFile.newBuilder()
        .setGroupId(groupId)
        .setName(name)
        .setRoot(Actor.root(seed))
        .build();
  }
}
