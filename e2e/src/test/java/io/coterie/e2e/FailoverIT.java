package io.coterie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tracker dies or stops in the middle, and users do not notice. */
class FailoverIT {

  @TempDir private Path root;

  @Test
  void sessionsGoOnWhenTheirTrackerIsKilledAndWhenItComesBack() {
    try (House house = House.start(root, 2)) {
      Member alice = house.member("alice");
      Member bob = house.member("bob");
      alice.run("create_group one").ok();

      house.tracker(1).kill9();
      alice.run("whoami", "create_group two").ok();
      bob.run("join_group two").ok();
      alice.await("list_requests two", "bob");

      house.restartTracker(1);
      house.tracker(2).kill9();
      alice.run("accept_request two bob", "create_group three").ok();
      assertThat(bob.run("list_groups").ok()).contains("one", "two", "three");
      alice.await("list_members two", "online");
    }
  }

  @Test
  void aStoppedTrackerIsPassedOver() {
    try (House house = House.start(root, 2)) {
      Member alice = house.member("alice");
      for (int n = 1; n <= 2; n++) {
        house.tracker(n).signal("STOP");
        alice.run("create_group while-" + n + "-sleeps", "list_groups").ok();
        house.tracker(n).signal("CONT");
        assertThat(alice.run("create_group while-" + n + "-sleeps").exit()).isEqualTo(1);
      }
    }
  }

  @Test
  void noCommandOfALongScriptIsLostOrAppliedTwice() {
    try (House house = House.start(root, 2)) {
      Member alice = house.member("alice");
      String[] commands =
          IntStream.range(0, 200).mapToObj(i -> "create_group g" + i).toArray(String[]::new);
      Proc script =
          house.launch(
              "script",
              "shell",
              java.util.List.of(
                  alice.address(),
                  house.trackerInfo().toString(),
                  "--peer",
                  "-c",
                  String.join(";", commands)));
      script.awaitOutput("group g20 created");
      house.tracker(1).kill9();
      script.awaitOutput("group g80 created");
      house.restartTracker(1);
      house.tracker(2).kill9();

      assertThat(script.awaitExit()).as(script.stderr()).isZero();
      assertThat(script.stdout().lines()).hasSize(200);
      assertThat(alice.run("list_groups").ok().lines().filter(line -> line.startsWith("g")))
          .hasSize(200);
    }
  }

  @Test
  void aDownloadGoesOnWhileTrackersDieInTurn() {
    try (House house = House.start(root, 2)) {
      Path file = Content.random(house.files().resolve("film.mkv"), 64L << 20, 2);
      Member alice = house.member("alice");
      alice.shareInNewGroup(file, "films");
      Member bob = house.member("bob");
      bob.join("films", alice);
      Path copy = house.files().resolve("copy.mkv");

      bob.run("set_limit down 4M", "download_file films film.mkv " + copy).ok();
      bob.awaitPercent("film.mkv", 10);
      house.tracker(1).kill9();
      bob.awaitPercent("film.mkv", 40);
      house.restartTracker(1);
      house.tracker(2).signal("STOP");
      bob.run("set_limit down off", "wait_downloads 60").ok();

      assertThat(Content.sha256(copy)).isEqualTo(Content.sha256(file));
      bob.await("list_files films", "2/2");
    }
  }
}
