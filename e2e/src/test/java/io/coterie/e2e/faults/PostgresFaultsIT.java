package io.coterie.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.coterie.e2e.House;
import io.coterie.tracker.v1.CreateGroupRequest;
import io.coterie.tracker.v1.GroupServiceGrpc.GroupServiceBlockingStub;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three trackers on PostgreSQL, under the hands of many clients. */
class PostgresFaultsIT {

  @TempDir private static Path root;
  private static Postgres postgres;
  private static House house;

  @BeforeAll
  static void start() {
    assumeTrue(Postgres.installed().isPresent(), "needs Debian's package postgresql");
    postgres = Postgres.start(Postgres.installed().orElseThrow(), root.resolve("logs"));
    house = Supplied.house(root, 3, postgres.url());
  }

  @AfterAll
  static void close() {
    if (house != null) {
      house.close();
    }
    if (postgres != null) {
      postgres.close();
    }
  }

  @Test
  void nothingIsLostDoubledOrHalfAppliedWhileTrackersAndTheStoreDie() throws InterruptedException {
    Drill.ofProperties(5, 24)
        .run(
            "three trackers on PostgreSQL",
            house,
            Supplied.authority(root),
            List.of(postgres.killed(), Fault.killed(house, 2)),
            List.of(
                Fault.killed(house, 1),
                Fault.killed(house, 2),
                Fault.killed(house, 3),
                Fault.paused(house, 1),
                Fault.paused(house, 2),
                Fault.paused(house, 3),
                postgres.killed()));
  }

  /**
   * PostgreSQL reports success when the wait for a standby is cancelled; nobody else has it yet.
   */
  @Test
  void aCancelledWaitForAStandbyIsNoSuccess() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (Crew crew = new Crew("cancelled", house, Supplied.authority(root), 2)) {
      GroupServiceBlockingStub groups = crew.users().get(0).groups(crew.channel());
      CreateGroupRequest request =
          CreateGroupRequest.newBuilder()
              .setRequestId("cancelled-request")
              .setGroup("cancelled-group")
              .build();
      postgres.requireStandby("nobody");
      Future<Boolean> cancelling = thread.submit(postgres::cancelWaits);

      assertThatThrownBy(() -> groups.withDeadlineAfter(4, TimeUnit.SECONDS).createGroup(request))
          .isInstanceOf(StatusRuntimeException.class);

      assertThat(cancelling.get()).as("a wait was cancelled").isTrue();
      assertThat(postgres.has("cancelled-group")).as("the change is on this server").isTrue();
      postgres.requireStandby("");
      // The trackers were told that the store fails; they come back by themselves.
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .ignoreExceptions()
          .until(() -> groups.createGroup(request).getGroup().getName().equals("cancelled-group"));
      assertThat(crew.shown(crew.channel())).containsOnlyKeys("cancelled-group");
    } finally {
      thread.shutdownNow();
      postgres.requireStandby("");
    }
  }
}
