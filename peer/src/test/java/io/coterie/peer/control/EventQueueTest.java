package io.coterie.peer.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.peer.download.TransferSnapshot;
import io.coterie.peer.download.TransferState;
import io.coterie.rpc.testing.ManualScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventQueueTest {
  private final ManualScheduler time = new ManualScheduler();
  private final Events events = new Events(time, time::nanoTime);
  private final List<PeerEvent> told = new ArrayList<>();
  private boolean ready = true;
  private final Watcher watcher = events.watch(() -> ready, told::add);

  private static TransferSnapshot transfer(String id, TransferState state, long verified) {
    return new TransferSnapshot(
        id,
        "photos",
        "a.jpg",
        Path.of("/tmp/a.jpg"),
        state,
        1000,
        verified,
        0,
        0,
        Optional.empty(),
        0,
        "",
        Instant.EPOCH);
  }

  private static Notice notice(String text) {
    return Notice.withdrawn(text);
  }

  private List<Long> verified() {
    return told.stream()
        .map(event -> ((PeerEvent.TransferChanged) event).transfer().verifiedBytes())
        .toList();
  }

  @Test
  void tellsStatesOfOneTransferAtMostFourTimesASecond() {
    for (int i = 0; i < 100; i++) {
      events.changed(transfer("t1", TransferState.RUNNING, i));
      time.advance(Duration.ofMillis(10));
    }
    assertThat(verified())
        .as("one second, the last state included")
        .containsExactly(0L, 24L, 49L, 74L, 99L);
  }

  @Test
  void aFinalStateComesWithinAQuarterOfASecond() {
    events.changed(transfer("t1", TransferState.RUNNING, 1));
    events.changed(transfer("t1", TransferState.COMPLETE, 1000));
    assertThat(verified()).containsExactly(1L);
    time.advance(Duration.ofMillis(250));
    assertThat(verified()).containsExactly(1L, 1000L);
  }

  @Test
  void oneTransferDoesNotHoldAnotherUp() {
    events.changed(transfer("t1", TransferState.RUNNING, 1));
    events.changed(transfer("t1", TransferState.RUNNING, 2));
    events.changed(transfer("t2", TransferState.RUNNING, 3));
    assertThat(verified()).containsExactly(1L, 3L);
  }

  @Test
  void aSlowWatcherMissesStatesInBetweenButNotTheLast() {
    ready = false;
    for (int i = 0; i <= 10; i++) {
      events.changed(transfer("t1", TransferState.RUNNING, i));
      time.advance(Duration.ofSeconds(1));
    }
    events.tell(notice("read me"));
    assertThat(told).isEmpty();

    ready = true;
    watcher.drain();
    assertThat(told)
        .containsExactly(
            new PeerEvent.Noticed(notice("read me")),
            new PeerEvent.TransferChanged(transfer("t1", TransferState.RUNNING, 10)));
  }

  @Test
  void keepsTheLatestNoticesOfAWatcherThatDoesNotRead() {
    ready = false;
    for (int i = 0; i < EventQueue.MAX_NOTICES + 5; i++) {
      events.tell(notice("notice " + i));
    }
    ready = true;
    watcher.drain();
    assertThat(told).hasSize(EventQueue.MAX_NOTICES);
    assertThat(told.get(0)).isEqualTo(new PeerEvent.Noticed(notice("notice 5")));
  }

  @Test
  void whoWatchesNoMoreIsToldNoMore() {
    events.changed(transfer("t1", TransferState.RUNNING, 1));
    events.changed(transfer("t1", TransferState.RUNNING, 2));
    events.remove(watcher);
    time.advance(Duration.ofSeconds(1));
    events.tell(notice("late"));
    assertThat(verified()).containsExactly(1L);
    assertThat(time.pending()).isZero();
  }
}
