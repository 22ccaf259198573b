package io.coterie.peer.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FlowWindowTest {
  @Test
  void coversTheRoundTripWithinBounds() {
    assertThat(FlowWindow.of(Long.MAX_VALUE)).isEqualTo(FlowWindow.LEAST);
    assertThat(FlowWindow.of(Duration.ofMillis(1).toNanos())).isEqualTo(FlowWindow.LEAST);
    assertThat(FlowWindow.of(Duration.ofMillis(100).toNanos())).isEqualTo(25_000_000);
    assertThat(FlowWindow.of(Duration.ofDays(1).toNanos())).isEqualTo(FlowWindow.MOST);
  }
}
