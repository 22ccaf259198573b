package io.coterie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong at the start is said in one line, with exit code 2. */
class StartErrorsIT {

  @TempDir private Path root;

  @Test
  void aPortInUse() {
    try (House house = House.start(root, 2)) {
      assertSaid(house.run("tracker", info(house), "1"), house.trackerAddress(1), "in use");
      String address = house.trackerAddress(2);
      assertSaid(house.run("peer", address, info(house)), address, "in use");
    }
  }

  @Test
  void aTrackerRestartsOnItsPortAtOnce() {
    try (House house = House.start(root, 1)) {
      assertThat(house.tracker(1).terminate()).isZero();
      house.restartTracker(1);
      house.tracker(1).kill9();
      house.restartTracker(1);
      assertThat(house.member("alice").run("whoami").ok()).contains("alice");
    }
  }

  @Test
  void trackerinfoThatIsMalformedMissingOrTooShort() {
    try (House house = House.house(root, 2)) {
      assertSaid(house.run("tracker", info(house), "3"), "between 1 and 2");
      assertSaid(house.run("tracker", info(house), "zero"), "zero");
      assertSaid(house.run("tracker", root.resolve("none.txt").toString(), "1"), "none.txt");
      House.write(house.trackerInfo(), "127.0.0.1:7401\nno port here\n");
      for (Ran ran :
          new Ran[] {
            house.run("tracker", info(house), "1"),
            house.run("peer", House.freeAddress(), info(house)),
            house.run("shell", House.freeAddress(), info(house), "-c", "help")
          }) {
        assertSaid(ran, "line 2");
      }
    }
  }

  @Test
  void aHomeThatCannotBeWritten() {
    try (House house = House.house(root, 1)) {
      Path file = root.resolve("a-file");
      House.write(file, "");
      Map<String, String> environment = Map.of("COTERIE_HOME", file.resolve("home").toString());
      assertSaid(house.run(environment, "tracker", info(house), "1"), file.toString());
      assertSaid(house.run(environment, "peer", House.freeAddress(), info(house)), file.toString());
    }
  }

  @Test
  void anEmbeddedStoreIsNotSharedWithOtherMachines() {
    try (House house = House.house(root, 1)) {
      House.write(house.trackerInfo(), house.trackerAddress(1) + "\n192.0.2.1:7401\n");
      assertSaid(house.run("tracker", info(house), "1"), "192.0.2.1", "--store");
    }
  }

  @Test
  void aHomeInUseByAnotherPeer() {
    try (House house = House.start(root, 1)) {
      Member alice = house.stranger("alice");
      assertSaid(house.run("peer", alice.address(), info(house)), "runs already");
    }
  }

  @Test
  void aScriptWithoutAnyTrackerSaysWhichWereTried() {
    try (House house = House.start(root, 2)) {
      house.tracker(1).kill9();
      house.tracker(2).kill9();
      Ran ran = house.run("shell", House.freeAddress(), info(house), "-c", "login alice password");
      assertThat(ran.exit()).isEqualTo(1);
      assertThat(ran.err()).contains(house.trackerAddress(1), house.trackerAddress(2));
    }
  }

  private static void assertSaid(Ran ran, String... texts) {
    assertThat(ran.exit()).as(ran.out() + ran.err()).isEqualTo(2);
    assertThat(ran.err()).contains(texts).doesNotContain("\tat ", "Exception");
    assertThat(ran.err().strip().lines()).hasSize(1);
  }

  private static String info(House house) {
    return house.trackerInfo().toString();
  }
}
