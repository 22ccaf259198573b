package io.coterie.peer.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RateLimitTest {
  private static final int FRAME = 256 << 10;

  private final AtomicLong now = new AtomicLong(-5_000_000_000L);
  private final RateLimit limit = new RateLimit(now::get);

  @Test
  void noLimitAsksNobodyToWait() {
    assertThat(limit.get()).isZero();
    assertThat(limit.turn(FRAME)).isEqualTo(FRAME);
    assertThat(limit.take(1 << 30)).isZero();
  }

  /** Two takers that wait as told get the rate, each about half. */
  @ParameterizedTest
  @ValueSource(longs = {1_000, 100_000, 20 << 20, 600_000_000, 1L << 40})
  void takersTogetherGetTheRate(long rate) {
    limit.set(rate);
    assertThat(limit.get()).isEqualTo(rate);
    long wait = 0;
    while (wait == 0) {
      wait = limit.take(limit.turn(Integer.MAX_VALUE));
    }
    now.addAndGet(wait);
    long[] moved = new long[2];
    long[] ready = {now.get(), now.get()};
    int[] turns = new int[2];
    long begin = now.get();
    for (int i = 0; i < 2_000; i++) {
      int taker = ready[0] <= ready[1] ? 0 : 1;
      now.set(Math.max(now.get(), ready[taker]));
      moved[taker] += turns[taker];
      turns[taker] = limit.turn(Integer.MAX_VALUE);
      ready[taker] = now.get() + limit.take(turns[taker]);
    }
    double seconds = (now.get() - begin) / 1e9;

    assertThat((moved[0] + moved[1]) / seconds).isCloseTo((double) rate, within(rate * 0.02));
    assertThat((double) moved[0]).isCloseTo((double) moved[1], within(moved[1] * 0.02));
  }

  @Test
  void turnsAreShortHoweverLowTheLimit() {
    limit.set(40_000);
    assertThat(limit.turn(FRAME)).isEqualTo(5_000);
    assertThat(limit.turn(3)).isEqualTo(3);
    limit.set(1);
    assertThat(limit.turn(FRAME)).isEqualTo(1024);
  }

  @Test
  void aNewLimitCountsFromNow() {
    limit.set(1_000);
    limit.take(100_000);
    assertThat(limit.take(1)).isGreaterThan(Duration.ofSeconds(90).toNanos());

    limit.set(1_000_000);
    assertThat(limit.take(1)).isZero();
    limit.set(0);
    assertThat(limit.take(100_000_000)).isZero();
  }
}
