package io.coterie.e2e.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.coterie.e2e.House;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Three trackers on a store that looks after itself, whose leader dies. */
@EnabledIfSystemProperty(
    named = "coterie.faults.patroni",
    matches = "true",
    disabledReason = "takes minutes; -Dcoterie.faults.patroni=true runs it")
class PatroniFaultsIT {

  @TempDir private Path root;

  @Test
  void nothingIsLostDoubledOrHalfAppliedWhileTheLeaderDies() throws InterruptedException {
    assumeTrue(Patroni.isInstalled(), "needs Debian's packages postgresql, patroni, etcd-server");
    try (Patroni patroni = new Patroni(Postgres.installed().orElseThrow(), root.resolve("logs"));
        House house = Supplied.house(root, 3, patroni.url())) {
      Drill.ofProperties(60, 24)
          .run(
              "three trackers on Patroni",
              house,
              Supplied.authority(root),
              List.of(patroni.leaderKilled(), patroni.leaderForgotten()),
              List.of(
                  patroni.leaderKilled(),
                  Fault.killed(house, 1),
                  Fault.killed(house, 2),
                  Fault.paused(house, 3)));
    }
  }
}
