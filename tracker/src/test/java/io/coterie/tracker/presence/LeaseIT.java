package io.coterie.tracker.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.tracker.sql.SqlPresence;
import io.coterie.tracker.testing.Actor;
import io.coterie.tracker.testing.TestTracker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseIT {
  @TempDir Path folder;
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
  void whatALapsedTrackerSaidIsHiddenAtOnceAndDeletedMuchLater() {
    Actor alice = tracker.joins("alice");
    alice.creates("photos");
    alice.shares("photos", "a.jpg", 1);
    Lease dead = lease("dead");
    Lease alive = lease("alive");
    dead.renew();
    put(alice, "dead");
    assertThat(alice.file("photos", "a.jpg").getOnlineSources()).isEqualTo(1);

    tracker.clock().advance(Lease.LIFE);
    alive.renew();
    assertThat(alice.file("photos", "a.jpg").getOnlineSources()).isZero();

    tracker.clock().advance(Lease.KEPT);
    alive.renew();
    alive.removeLapsed();
    assertThat(rows()).isEqualTo(1);

    tracker.clock().advance(Duration.ofMillis(1));
    alive.removeLapsed();
    assertThat(rows()).isZero();
    assertThat(tracker.count("select count(*) from tracker_lease")).isEqualTo(1);
  }

  @Test
  void aTrackerThatComesBackInTimeFindsItsPeersAsTheyWere() {
    Actor alice = tracker.joins("alice");
    alice.creates("photos");
    alice.shares("photos", "a.jpg", 1);
    Lease paused = lease("paused");
    paused.renew();
    put(alice, "paused");
    tracker.clock().advance(Duration.ofMinutes(9));

    assertThat(paused.renew()).isTrue();
    assertThat(alice.file("photos", "a.jpg").getOnlineSources()).isEqualTo(1);
  }

  @Test
  void aTrackerThatWasForgottenLearnsOfIt() {
    Lease paused = lease("paused");
    assertThat(paused.renew()).isTrue();
    tracker.clock().advance(Duration.ofMinutes(11));
    lease("other").removeLapsed();

    assertThat(paused.renew()).isFalse();
    assertThat(paused.renew()).isTrue();
  }

  private Lease lease(String trackerId) {
    return new Lease(tracker.store(), new SqlPresence(), trackerId);
  }

  private void put(Actor actor, String trackerId) {
    AttachedPeer peer =
        new AttachedPeer(
            actor.name(),
            actor.name(),
            actor.sessionId(),
            actor.peer().peerId().value(),
            List.of());
    boolean unused =
        tracker
            .store()
            .write(
                tx -> {
                  new SqlPresence().put(tx, "attach", trackerId, peer);
                  return true;
                });
  }

  private long rows() {
    return tracker.count("select count(*) from presence");
  }
}
