package io.coterie.peer.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TrackerClockTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final TrackerClock clock = new TrackerClock(nanos::get);

  @Test
  void runsOnFromTheTrackersLatestWord() {
    Instant noon = Instant.parse("2026-01-01T12:00:00Z");
    clock.set(noon);
    nanos.addAndGet(Duration.ofSeconds(90).toNanos());
    assertThat(clock.instant()).isEqualTo(noon.plusSeconds(90));

    clock.set(noon.plusSeconds(80));
    nanos.addAndGet(1);
    assertThat(clock.instant()).isEqualTo(noon.plusSeconds(80).plusNanos(1));
  }

  @Test
  void knowsNoTimeBeforeATrackerToldIt() {
    assertThat(clock.isSet()).isFalse();
    assertThatThrownBy(clock::instant).isInstanceOf(IllegalStateException.class);
  }
}
