package io.coterie.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.e2e.House;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Clients that change things while a test does something to their trackers. */
public final class Load implements AutoCloseable {

  private final Crew crew;

  private Load(Crew crew) {
    this.crew = crew;
  }

  /**
   * Lets clients begin.
   *
   * @param house lists the trackers
   * @param authority the certificate of the trackers' authority
   */
  public static Load begin(String name, House house, Path authority, int clients)
      throws InterruptedException {
    Crew crew = new Crew(name, house, authority, clients);
    crew.start(clients, 1);
    return new Load(crew);
  }

  /** How many changes have been acknowledged. */
  public int acknowledged() {
    return crew.history().total().acknowledged();
  }

  /** Waits until that many more changes have been acknowledged. */
  public void awaitMore(int changes) {
    int before = acknowledged();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> acknowledged() >= before + changes);
  }

  /** Ends the clients, and holds what they were told against what the trackers show. */
  public Findings endUnharmed() throws InterruptedException {
    crew.finish();
    Findings findings = crew.findings();
    assertThat(crew.traffic().surprises()).as("answers that no client should get").isEmpty();
    assertThat(findings.isClean()).as(findings.toString()).isTrue();
    return findings;
  }

  @Override
  public void close() {
    crew.close();
  }
}
