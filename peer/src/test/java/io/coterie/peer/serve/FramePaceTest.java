package io.coterie.peer.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.peer.wire.PieceFrame;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FramePaceTest {
  private static final int KIB = 1 << 10;

  private long now;
  private final FramePace pace = new FramePace(now);

  /** Sends the longest frame that may be sent after so many milliseconds. */
  private int frameAfter(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
    int length = pace.next(now);
    pace.sent(length, now);
    return length / KIB;
  }

  @Test
  void framesGrowToTheLongestWhenTheyAreTakenQuickly() {
    assertThat(frameAfter(0)).isEqualTo(64);
    assertThat(frameAfter(1)).isEqualTo(128);
    assertThat(frameAfter(1)).isEqualTo(256);
    assertThat(frameAfter(1)).isEqualTo(512);
    assertThat(frameAfter(1)).isEqualTo(1024);
    assertThat(frameAfter(1)).isEqualTo(PieceFrame.MAX_DATA / KIB);
  }

  @Test
  void theyAreWhatIsTakenInAQuarterOfASecond() {
    for (int i = 0; i < 5; i++) {
      frameAfter(1);
    }
    assertThat(frameAfter(1000)).as("1 MiB/s").isEqualTo(256);
    assertThat(frameAfter(250)).isEqualTo(256);
    assertThat(frameAfter(500)).as("512 KiB/s").isEqualTo(128);
    assertThat(frameAfter(10_000)).as("the shortest").isEqualTo(64);
    assertThat(frameAfter(100)).as("at most twice the one before").isEqualTo(128);
  }

  @Test
  void afterAShortFrameTheyGrowAgain() {
    for (int i = 0; i < 5; i++) {
      frameAfter(1);
    }
    pace.sent(5, now);
    assertThat(frameAfter(0)).isEqualTo(64);
    assertThat(frameAfter(0)).isEqualTo(128);
  }
}
