package io.coterie.peer.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class TimesTest {
  private static Instant told(long seconds) {
    return Times.instant(Timestamp.newBuilder().setSeconds(seconds).build());
  }

  @Test
  void nonsenseBecomesTheNearestTime() {
    assertThat(told(1)).isEqualTo(Instant.ofEpochSecond(1));
    assertThat(told(Long.MAX_VALUE)).isEqualTo(Instant.parse("9999-12-31T23:59:59Z"));
    assertThat(told(Long.MIN_VALUE)).isEqualTo(Instant.parse("0001-01-01T00:00:00Z"));
  }
}
