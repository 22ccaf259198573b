package io.coterie.tracker.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.tracker.presence.PeerEvent.FileShared;
import io.coterie.tracker.presence.PeerEvent.Revocation;
import io.coterie.tracker.presence.PeerEvent.Snapshot;
import io.coterie.tracker.presence.PeerEvent.Tick;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final Snapshot STATE = part(false);

  private final Outbox outbox = new Outbox();

  @Test
  void givesNothingButTicksBeforeTheState() {
    outbox.offer(tick(1));
    outbox.offer(revocation(1));
    assertThat(outbox.poll()).isEqualTo(tick(1));
    assertThat(outbox.poll()).isNull();

    outbox.offer(part(true));
    assertThat(outbox.poll()).isEqualTo(part(true));
    assertThat(outbox.poll()).as("before the last part").isNull();

    outbox.offer(tick(2));
    outbox.offer(STATE);
    assertThat(outbox.poll()).isEqualTo(STATE);
    assertThat(outbox.poll()).isEqualTo(revocation(1));
    assertThat(outbox.poll()).isEqualTo(tick(2));
  }

  @Test
  void givesBackInOrderAndThenTheNewestTick() {
    begin();
    outbox.offer(tick(1));
    outbox.offer(revocation(1));
    outbox.offer(tick(2));
    outbox.offer(revocation(2));

    assertThat(outbox.poll()).isEqualTo(revocation(1));
    assertThat(outbox.poll()).isEqualTo(revocation(2));
    assertThat(outbox.poll()).isEqualTo(tick(2));
    assertThat(outbox.poll()).isNull();
  }

  @Test
  void leavesOutNewsWhenFillingAndRefusesWhatMattersWhenFull() {
    begin();
    for (int i = 0; i < Outbox.NEWS_CAPACITY; i++) {
      assertThat(outbox.offer(revocation(i))).isTrue();
    }
    assertThat(outbox.offer(new FileShared("g", "news", 1, "alice"))).isTrue();
    for (int i = Outbox.NEWS_CAPACITY; i < Outbox.CAPACITY; i++) {
      assertThat(outbox.offer(revocation(i))).isTrue();
    }
    assertThat(outbox.offer(revocation(Outbox.CAPACITY))).isFalse();
    assertThat(outbox.offer(tick(1))).isTrue();

    for (int i = 0; i < Outbox.CAPACITY; i++) {
      assertThat(outbox.poll()).isEqualTo(revocation(i));
    }
    assertThat(outbox.poll()).isEqualTo(tick(1));
  }

  private static Snapshot part(boolean more) {
    return new Snapshot("deployment", "tracker", Instant.EPOCH, List.of(), List.of(), more);
  }

  private void begin() {
    outbox.offer(STATE);
    assertThat(outbox.poll()).isEqualTo(STATE);
  }

  private static Revocation revocation(int number) {
    return new Revocation("g", "bob", number);
  }

  private static Tick tick(int second) {
    return new Tick(Instant.ofEpochSecond(second));
  }
}
