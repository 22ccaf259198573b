package io.coterie.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.e2e.House;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two trackers on one embedded store, under the hands of many clients. */
class SqliteFaultsIT {

  @TempDir private static Path root;
  private static House house;

  @BeforeAll
  static void start() {
    house = House.start(root, 2);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void nothingIsLostDoubledOrHalfAppliedWhileTrackersAreKilledAndStopped()
      throws InterruptedException {
    Drill.ofProperties(10, 24)
        .run(
            "two trackers on SQLite",
            house,
            authority(),
            List.of(SqliteLock.pausedHolding(house, 1), Fault.killed(house, 2)),
            List.of(
                Fault.killed(house, 1),
                Fault.killed(house, 2),
                SqliteLock.paused(house, 1),
                SqliteLock.paused(house, 2),
                SqliteLock.pausedHolding(house, 2)));
  }

  @Test
  void twoTrackersShareTheStoreFairly() throws InterruptedException {
    try (Crew crew = new Crew("race", house, authority(), 2)) {
      List<Long> commits = Race.run(house, crew, Duration.ofSeconds(3));
      System.out.println("changes by each of two trackers that share SQLite: " + commits);
      long all = commits.stream().mapToLong(Long::longValue).sum();
      assertThat(commits).as("a quarter of %d at least", all).allMatch(own -> own >= all / 4);
    }
  }

  private static Path authority() {
    return house.home().resolve("tracker/ca.crt");
  }
}
