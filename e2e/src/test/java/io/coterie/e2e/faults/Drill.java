package io.coterie.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.e2e.House;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Clients under faults, and what is left at the end.
 *
 * @param time how long faults strike at least
 * @param clients how many clients there are
 * @param seed gives what clients ask for, and when what fails
 */
record Drill(Duration time, int clients, long seed) {

  private static final long SEED = 20_260_115;

  /** As the system properties coterie.faults.seconds, .clients and .seed say. */
  static Drill ofProperties(int seconds, int clients) {
    return new Drill(
        Duration.ofSeconds(Integer.getInteger("coterie.faults.seconds", seconds)),
        Integer.getInteger("coterie.faults.clients", clients),
        Long.getLong("coterie.faults.seed", SEED));
  }

  /**
   * Runs the clients while faults strike, then holds what they were told against what is there.
   *
   * @param authority the certificate of the trackers' authority
   * @param order faults that strike in this order, even when the time is over
   * @param further faults that strike for the rest of the time
   */
  Findings run(String title, House house, Path authority, List<Fault> order, List<Fault> further)
      throws InterruptedException {
    try (Crew crew = new Crew("drill", house, authority, clients)) {
      Storm storm = new Storm(seed, longest());
      long begin = System.nanoTime();
      crew.start(clients, seed);
      storm.rage(order, further, time);
      crew.finish();
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      Findings findings = crew.findings();
      report(title, crew.traffic(), storm, took, findings);
      assertThat(crew.traffic().surprises()).as("answers that no client should get").isEmpty();
      assertThat(findings.isClean()).as(findings.toString()).isTrue();
      assertThat(findings.told().acknowledged()).as("changes acknowledged").isGreaterThan(clients);
      return findings;
    }
  }

  /** Long drills have faults that last longer than a call waits. */
  private Duration longest() {
    return Duration.ofSeconds(Math.max(3, Math.min(12, time.toSeconds() / 10)));
  }

  private void report(
      String title, Traffic traffic, Storm storm, Duration took, Findings findings) {
    System.out.printf(
        "%s: %d clients, %d s, seed %d%n  faults: %s%n  %s%n"
            + "  %d calls, %d asked again with their request id; over two seconds while a tracker and"
            + " the store served: %s%n",
        title,
        clients,
        took.toSeconds(),
        seed,
        storm.struck(),
        findings,
        traffic.count(),
        traffic.repeats(),
        storm.phases(traffic.calls()));
  }
}
