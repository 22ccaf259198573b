package io.coterie.peer.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.peer.content.ContentId;
import io.coterie.peer.content.Hash;
import io.coterie.rpc.testing.ManualScheduler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TransferLimitsTest {
  private static final ContentId FILM = new ContentId("g-1", Hash.ZERO);
  private static final ContentId SONG = new ContentId("g-2", Hash.ZERO);

  private final ManualScheduler time = new ManualScheduler();
  private final TransferLimits limits =
      new TransferLimits(new RateLimit(time::nanoTime), time::nanoTime);
  private final JointLimit film = limits.of(FILM);
  private final JointLimit song = limits.of(SONG);

  private static double seconds(long nanos) {
    return nanos / (double) TimeUnit.SECONDS.toNanos(1);
  }

  @Test
  void aLimitOfOneTransferLeavesOthersAlone() {
    limits.set(FILM, 8000);
    assertThat(film.turn(1 << 20)).isEqualTo(1024);
    assertThat(song.turn(1 << 20)).isEqualTo(1 << 20);
    assertThat(seconds(film.take(9000))).isEqualTo(1);
    assertThat(song.take(1 << 20)).isZero();
    assertThat(film.isSet()).isTrue();
    assertThat(song.isSet()).isFalse();
  }

  @Test
  void bothLimitsHold() {
    limits.all().set(16_000);
    limits.set(FILM, 8000);
    assertThat(film.turn(1 << 20)).isEqualTo(1024);
    assertThat(song.turn(1 << 20)).isEqualTo(2000);
    assertThat(seconds(film.take(5000))).as("its own").isEqualTo(0.5);
    assertThat(seconds(song.take(5000))).as("what all share").isEqualTo(0.5);
    assertThat(seconds(film.take(1000))).as("its own still").isEqualTo(0.625);
    limits.all().set(1000);
    assertThat(seconds(film.take(1125))).as("now that of all is lower").isEqualTo(1);
  }

  @Test
  void aTransferThatItsOwnLimitHoldsBackTakesNoMoreOfWhatAllShare() {
    limits.all().set(80_000);
    limits.set(FILM, 8000);
    long others = 0;
    for (int tenth = 0; tenth < 100; tenth++) {
      film.take(800);
      time.advance(Duration.ofMillis(100));
      while (song.take(1000) == 0) {
        others += 1000;
      }
    }
    assertThat(others).as("the other nine tenths of 10 s").isBetween(600_000L, 740_000L);
  }

  @Test
  void isLiftedAndChangedWhileInUse() {
    limits.set(FILM, 8000);
    limits.set(FILM, 16_000);
    assertThat(limits.get(FILM)).isEqualTo(16_000);
    assertThat(seconds(film.take(18_000))).isEqualTo(1);
    limits.set(FILM, 0);
    assertThat(limits.get(FILM)).isZero();
    assertThat(film.take(1 << 20)).isZero();
  }

  @Test
  void isBounded() {
    for (int i = 0; i < TransferLimits.MAX_SINGLE; i++) {
      assertThat(limits.set(new ContentId("g-" + i, Hash.ZERO), 1)).isTrue();
    }
    assertThat(limits.set(new ContentId("another", Hash.ZERO), 1)).isFalse();
    assertThat(limits.set(FILM, 2)).as("has one already").isTrue();
    limits.set(FILM, 0);
    assertThat(limits.set(new ContentId("another", Hash.ZERO), 1)).isTrue();
  }
}
