package io.coterie.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.e2e.faults.Phases.Phase;
import io.coterie.e2e.faults.Storm.Struck;
import io.coterie.e2e.faults.Traffic.Call;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PhasesTest {

  @Test
  void callsCountForTheFaultTheyMetAndNotInAnOutage() {
    List<Struck> struck =
        List.of(
            new Struck("killed", seconds(10), seconds(20), false),
            new Struck("store", seconds(30), seconds(40), true),
            new Struck("paused", seconds(39), seconds(50), false));
    Map<String, Phase> phases =
        Phases.of(
            List.of(
                call(1, 2), // Before all.
                call(9, 10), // Ends as it begins.
                call(9, 14),
                call(19, 21),
                call(29, 31), // In the outage.
                call(35, 36),
                call(39, 41), // In the outage and in another fault.
                call(45, 48),
                call(50, 51)),
            struck);

    assertThat(phases)
        .containsOnlyKeys("killed", "paused", Phases.QUIET)
        .containsEntry("killed", new Phase(2, 1, ofSeconds(5), ofSeconds(5)))
        .containsEntry("paused", new Phase(1, 1, ofSeconds(3), ofSeconds(3)))
        .containsEntry(Phases.QUIET, new Phase(3, 0, ofSeconds(1), ofSeconds(1)));
  }

  private static Call call(long begin, long end) {
    return new Call(seconds(begin), seconds(end));
  }

  private static Duration ofSeconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static long seconds(long count) {
    return TimeUnit.SECONDS.toNanos(count);
  }
}
