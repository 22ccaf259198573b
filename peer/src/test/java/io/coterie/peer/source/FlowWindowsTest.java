package io.coterie.peer.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlowWindowsTest {
  private static final long HALF_A_SECOND = Duration.ofMillis(500).toNanos();

  private final FlowWindows windows = new FlowWindows();

  @Test
  void coverTheRoundTripWithinBounds() {
    assertThat(new FlowWindows().take(Long.MAX_VALUE)).isEqualTo(FlowWindows.USUAL);
    assertThat(new FlowWindows().take(Duration.ofMillis(1).toNanos())).isEqualTo(FlowWindows.USUAL);
    assertThat(new FlowWindows().take(Duration.ofMillis(100).toNanos())).isEqualTo(25_000_000);
    assertThat(new FlowWindows().take(Duration.ofDays(1).toNanos())).isEqualTo(FlowWindows.MOST);
  }

  @Test
  void areBoundedInAllHoweverManyConnectionsThereAre() {
    int connections = 100;
    long sum = IntStream.range(0, connections).mapToLong(i -> windows.take(HALF_A_SECOND)).sum();

    assertThat(sum).isLessThanOrEqualTo(FlowWindows.TOTAL + connections * FlowWindows.LEAST);
    assertThat(windows.take(HALF_A_SECOND)).isEqualTo(FlowWindows.LEAST);
  }

  @Test
  void growAgainWhenConnectionsAreClosed() {
    int first = windows.take(HALF_A_SECOND);
    int second = windows.take(HALF_A_SECOND);
    assertThat(second).isLessThan(first);

    windows.giveBack(first);
    windows.giveBack(second);

    assertThat(windows.take(HALF_A_SECOND)).isEqualTo(first);
  }

  @Test
  void areLargeForAsManySourcesAsALocalNetworkUsuallyHas() {
    assertThat(IntStream.range(0, 8).map(i -> windows.take(0))).containsOnly(FlowWindows.USUAL);
  }
}
