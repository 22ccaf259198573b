package io.coterie.peer.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RateMeterTest {
  private static final long TICK = 250_000_000;
  private static final Offset<Long> ROUNDING = within(2L);

  private long now = 77;
  private final RateMeter meter = new RateMeter(now);

  private void run(int ticks, long bytesPerTick) {
    for (int i = 0; i < ticks; i++) {
      meter.add(bytesPerTick);
      now += TICK;
      meter.sample(now);
    }
  }

  @Test
  void aSteadyRateIsRightFromTheFirstSample() {
    assertThat(meter.rate()).isZero();
    assertThat(meter.timeFor(1)).isEmpty();
    run(1, 250);
    assertThat(meter.rate()).isCloseTo(1000, ROUNDING);
    run(400, 250);
    assertThat(meter.rate()).isCloseTo(1000, ROUNDING);
    assertThat(meter.timeFor(60_000)).hasValue(Duration.ofSeconds(60));
  }

  @Test
  void aChangeCountsTwoThirdsAfterFiveSeconds() {
    run(400, 250);
    run(20, 0);
    assertThat(meter.rate()).isCloseTo(Math.round(1000 / Math.E), ROUNDING);
    run(2000, 0);
    assertThat(meter.rate()).isZero();
    assertThat(meter.timeFor(1)).isEmpty();
  }

  @Test
  void burstsAreSmoothed() {
    for (int i = 0; i < 200; i++) {
      run(1, 1000);
      run(3, 0);
    }
    assertThat(meter.rate()).isBetween(900L, 1000L);
  }
}
