package io.coterie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's commands on the store of a tracker that runs, and of one that was killed. */
class BackupIT {

  @TempDir private Path root;

  @Test
  void aBackupMadeBesideTheTrackerIsRestoredAfterItsDeath() {
    try (House house = House.start(root, 1)) {
      Member alice = house.member("alice");
      alice.run("create_group before").ok();
      String backup = house.files().resolve("monday.db").toString();

      assertThat(house.run("tracker", "backup", backup).ok()).contains("backed up");
      alice.run("create_group after").ok();
      Ran tooEarly = house.run("tracker", "restore", "--force", backup);
      assertThat(tooEarly.exit()).isEqualTo(2);
      assertThat(tooEarly.err()).contains("stop all trackers");
      house.tracker(1).kill9();
      assertThat(house.run("tracker", "restore", "--force", backup).ok()).contains("restored");

      house.restartTracker(1);
      alice.await("list_groups", "before");
      assertThat(alice.run("list_groups").ok()).doesNotContain("after");
    }
  }
}
