package io.coterie.peer.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.testing.ManualScheduler;
import io.coterie.tracker.v1.AttachResponse;
import io.coterie.tracker.v1.Delivery;
import io.coterie.tracker.v1.Endpoint;
import io.coterie.tracker.v1.Membership;
import io.coterie.tracker.v1.Revocation;
import io.coterie.tracker.v1.Role;
import io.coterie.tracker.v1.SharedFile;
import io.coterie.tracker.v1.Snapshot;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttachClientTest {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  private final ManualScheduler scheduler = new ManualScheduler();
  private final FakeTracker one = new FakeTracker(1);
  private final FakeTracker two = new FakeTracker(2);
  private final List<SharedFile> shares = new ArrayList<>();
  private final List<Delivery> deliveries = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private Snapshot state = Snapshot.getDefaultInstance();
  private final FakeTrackers trackers = new FakeTrackers(one, two);
  private final AttachClient client =
      new AttachClient(
          trackers,
          "deployment-1",
          new Report(),
          new Log(),
          scheduler,
          scheduler::nanoTime,
          new Random(1));

  private final class Report implements PresenceReport {
    @Override
    public List<Endpoint> endpoints() {
      return List.of(Endpoint.newBuilder().setHost("alice.example").setPort(7501).build());
    }

    @Override
    public List<SharedFile> shares() {
      return List.copyOf(shares);
    }

    @Override
    public List<Delivery> takeDeliveries(int max) {
      List<Delivery> taken = List.copyOf(deliveries);
      deliveries.clear();
      return taken;
    }
  }

  private final class Log implements AttachListener {
    @Override
    public void attached(HostPort tracker, Snapshot snapshot) {
      told.add("attached to " + tracker.port());
      state = snapshot;
    }

    @Override
    public void event(AttachResponse event) {
      told.add(event.getMessageCase().name());
    }

    @Override
    public void cutOff(String why) {
      told.add("cut off: " + why);
    }
  }

  @AfterEach
  void close() {
    client.close();
    one.close();
    two.close();
  }

  private void attachToOne() {
    client.start();
    one.stream().snapshot();
    assertThat(told).containsExactly("attached to 1");
    told.clear();
  }

  @Test
  void introducesItselfAndAnnouncesInPartsOfAThousand() {
    IntStream.range(0, 2001)
        .mapToObj(i -> SharedFile.newBuilder().setName("f" + i).setRoot(ByteString.EMPTY).build())
        .forEach(shares::add);
    client.start();

    var heard = one.stream().heard;
    assertThat(heard).hasSize(4);
    assertThat(heard.get(0).getHello().getEndpoints(0).getPort()).isEqualTo(7501);
    assertThat(heard.subList(1, 4))
        .extracting(request -> request.getAnnouncement().getFilesCount())
        .containsExactly(1000, 1000, 1);
    assertThat(heard.subList(1, 4))
        .extracting(request -> request.getAnnouncement().getLast())
        .containsExactly(false, false, true);
  }

  @Test
  void announcesThatItSharesNothing() {
    client.start();
    assertThat(one.stream().heard).hasSize(2);
    assertThat(one.stream().heard.get(1).getAnnouncement().getLast()).isTrue();
  }

  @Test
  void staysAsLongAsTheTrackerTicks() {
    attachToOne();
    for (int second = 1; second <= 10; second++) {
      scheduler.advance(Duration.ofMillis(2900));
      one.stream().tick(second);
    }
    assertThat(one.streams).hasSize(1);
    assertThat(two.streams).isEmpty();
    assertThat(client.attachedTo()).contains(one.address);
  }

  @Test
  void waitsForTheStateAsLongAsTheTrackerTicks() {
    client.start();
    for (int second = 1; second <= 10; second++) {
      scheduler.advance(Duration.ofMillis(2900));
      one.stream().tick(second);
    }
    assertThat(told).as("a tick is not the state").isEmpty();
    assertThat(client.attachedTo()).isEmpty();
    assertThat(one.streams).hasSize(1);
    assertThat(two.streams).isEmpty();

    one.stream().snapshot();
    assertThat(told).containsExactly("attached to 1");
    assertThat(client.attachedTo()).contains(one.address);
  }

  @Test
  void isAttachedWhenAllPartsOfTheStateHaveCome() {
    client.start();
    one.stream().snapshot(part("g1", "bob").setMore(true));
    scheduler.advance(Duration.ofSeconds(2));
    one.stream().tick(2);
    assertThat(told).as("half a state is none").isEmpty();
    assertThat(client.attachedTo()).isEmpty();

    one.stream().snapshot(part("g2", "carol"));
    assertThat(told).containsExactly("attached to 1");
    assertThat(state.getMembershipsList())
        .extracting(Membership::getGroupId)
        .containsExactly("g1", "g2");
    assertThat(state.getRevocationsList())
        .extracting(Revocation::getUser)
        .containsExactly("bob", "carol");
    assertThat(state.getTrackerTime()).as("the latest told").isEqualTo(FakeTracker.at(2));
  }

  @Test
  void halfAStateFromOneTrackerIsForgottenAtTheNext() {
    client.start();
    one.stream().snapshot(part("g1", "bob").setMore(true));
    one.stream().out.onError(Status.UNAVAILABLE.asRuntimeException());
    scheduler.advance(FIRST_PAUSE);
    two.stream().snapshot(part("g2", "carol"));

    assertThat(told).containsExactly("attached to 2");
    assertThat(state.getMembershipsList()).extracting(Membership::getGroupId).containsExactly("g2");
  }

  private static Snapshot.Builder part(String groupId, String user) {
    return Snapshot.newBuilder()
        .addMemberships(Membership.newBuilder().setGroupId(groupId).setRole(Role.ROLE_MEMBER))
        .addRevocations(Revocation.newBuilder().setGroupId(groupId).setUser(user));
  }

  @Test
  void isHeldUpByATrackerThatNeverTellsTheStateForFiveMinutesAtMost() {
    client.start();
    for (int second = 1; second < 300; second++) {
      scheduler.advance(Duration.ofSeconds(1));
      one.stream().tick(second);
    }
    assertThat(one.stream().isCancelled()).isFalse();

    scheduler.advance(Duration.ofSeconds(1));
    assertThat(one.stream().isCancelled()).isTrue();
    scheduler.advance(FIRST_PAUSE);
    assertThat(two.streams).hasSize(1);
    assertThat(trackers.suspects()).as("it answers").isEmpty();
  }

  @Test
  void refusesToHearWhatHappensBeforeTheState() {
    client.start();
    one.stream().reattach();

    assertThat(one.stream().isCancelled()).isTrue();
    assertThat(told).isEmpty();
  }

  @Test
  void leavesATrackerThatIsSilentForThreeSecondsForAnother() {
    attachToOne();
    scheduler.advance(Duration.ofMillis(2999));
    assertThat(one.stream().isCancelled()).isFalse();

    scheduler.advance(Duration.ofMillis(1));
    assertThat(one.stream().isCancelled()).isTrue();
    assertThat(client.attachedTo()).isEmpty();
    scheduler.advance(FIRST_PAUSE);
    two.stream().snapshot();
    assertThat(client.attachedTo()).contains(two.address);
    assertThat(told).containsExactly("attached to 2");
    assertThat(trackers.suspects()).containsExactly("tracker:1 has said nothing for 3 seconds");
  }

  @Test
  void attachesElsewhereBeforeItLetsGoOfATrackerThatLeaves() {
    attachToOne();
    one.stream().reattach();

    assertThat(two.streams).hasSize(1);
    assertThat(one.stream().isCancelled()).isFalse();
    assertThat(client.attachedTo()).contains(one.address);
    one.stream().tick(1);
    assertThat(told).containsExactly("TICK");

    two.stream().snapshot();
    assertThat(one.stream().isCancelled()).isTrue();
    assertThat(client.attachedTo()).contains(two.address);
    assertThat(told).containsExactly("TICK", "attached to 2");
  }

  @Test
  void saysOnceThatNoTrackerAnswersAndWhy() {
    one.refusal = Status.UNAVAILABLE.withDescription("out to lunch").asRuntimeException();
    two.refusal = Status.UNAVAILABLE.withDescription("on holiday").asRuntimeException();
    client.start();
    scheduler.advance(Duration.ofMinutes(5));

    assertThat(told).containsExactly("cut off: tracker:1: out to lunch; tracker:2: on holiday");
    assertThat(one.streams).as("attempts are spaced out").hasSizeBetween(30, 200);

    two.refusal = null;
    int attempts = two.streams.size();
    for (int i = 0; i < 200 && two.streams.size() == attempts; i++) {
      scheduler.advance(Duration.ofMillis(100));
    }
    two.stream().snapshot();
    assertThat(client.attachedTo()).contains(two.address);
  }

  @Test
  void refusesATrackerOfAnotherDeployment() {
    client.start();
    one.stream()
        .out
        .onNext(
            AttachResponse.newBuilder()
                .setSnapshot(Snapshot.newBuilder().setDeploymentId("deployment-2"))
                .build());
    scheduler.advance(FIRST_PAUSE);
    assertThat(one.stream().isCancelled()).isTrue();
    assertThat(two.streams).hasSize(1);
    assertThat(told).isEmpty();
  }

  @Test
  void announcesAgainWithoutAGap() {
    attachToOne();
    shares.add(SharedFile.newBuilder().setName("new").build());
    client.announceAgain();
    assertThat(one.streams).hasSize(2);
    assertThat(one.streams.get(0).isCancelled()).isFalse();

    one.stream().snapshot();
    assertThat(one.streams.get(0).isCancelled()).isTrue();
    assertThat(one.stream().heard.get(1).getAnnouncement().getFiles(0).getName()).isEqualTo("new");
  }

  @Test
  void reportsDeliveriesOnceASecond() {
    attachToOne();
    deliveries.add(Delivery.newBuilder().setName("a").setUser("bob").setBytes(5).build());
    scheduler.advance(Duration.ofSeconds(1));
    var heard = one.stream().heard;
    assertThat(heard.get(heard.size() - 1).getDeliveries().getDeliveriesList())
        .extracting(Delivery::getName)
        .containsExactly("a");

    int before = heard.size();
    scheduler.advance(Duration.ofSeconds(1));
    assertThat(heard).as("nothing to report").hasSize(before);
  }

  @Test
  void isGoneWhenClosed() {
    attachToOne();
    client.close();
    assertThat(one.stream().isCancelled()).isTrue();
    scheduler.advance(Duration.ofMinutes(1));
    assertThat(one.streams).hasSize(1);
    assertThat(two.streams).isEmpty();
    assertThat(told).isEmpty();
  }
}
