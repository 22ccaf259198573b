package io.coterie.tracker.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.error.Failure;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.testing.Actor;
import io.coterie.tracker.testing.AttachedPeerClient;
import io.coterie.tracker.testing.MovableClock;
import io.coterie.tracker.testing.PresenceNode;
import io.coterie.tracker.v1.ListMembersRequest;
import io.coterie.tracker.v1.Member;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two trackers on one store, as on one machine, with a clock that stands still until moved. */
abstract class TwoTrackers {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;
  final MovableClock clock = new MovableClock();
  PresenceNode one;
  PresenceNode two;

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

  /** The first or the second. */
  PresenceNode node(int number) {
    return number == 1 ? one : two;
  }

  static Failure assertEnded(AttachedPeerClient peer, ErrorReason reason) {
    Failure failure = peer.ended().orElseThrow();
    assertThat(failure.reason()).as(failure.message()).isEqualTo(reason);
    return failure;
  }

  static boolean isOnline(Actor asker, String user) {
    return asker
        .groups()
        .listMembers(ListMembersRequest.newBuilder().setGroup("photos").build())
        .getMembersList()
        .stream()
        .filter(member -> member.getUser().equals(user))
        .anyMatch(Member::getOnline);
  }
}
