package io.coterie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a peer keeps when it ends, gently or not. */
class RestartIT {

  @TempDir private Path root;

  @Test
  void aKilledDownloaderResumesAndAKilledSourceServesAgain() {
    try (House house = House.start(root, 1)) {
      Path file = Content.random(house.files().resolve("a.bin"), 48L << 20, 3);
      Member alice = house.member("alice");
      alice.shareInNewGroup(file, "g");
      Member bob = house.member("bob");
      bob.join("g", alice);
      Path copy = house.files().resolve("copy.bin");
      bob.run("set_limit down 4M", "download_file g a.bin " + copy).ok();
      bob.awaitPercent("a.bin", 40);
      bob.daemon().kill9();
      alice.daemon().kill9();

      alice.restart();
      bob.restart();
      bob.run("set_limit down 1M", bob.login()).ok();
      bob.awaitPercent("a.bin", 30);
      alice.run(alice.login()).ok();
      bob.run("set_limit down off", "wait_downloads 60").ok();
      assertThat(Content.sha256(copy)).isEqualTo(Content.sha256(file));
      alice.await("list_files g", "2/2");
    }
  }

  @Test
  void usersOfOnePeerAreKeptApart() {
    try (House house = House.start(root, 1)) {
      Path file = Content.random(house.files().resolve("a.bin"), 1 << 20, 4);
      Member alice = house.member("alice");
      alice.shareInNewGroup(file, "g");
      assertThat(alice.run("list_files g").ok()).contains("1/1");
      alice
          .run(
              "logout",
              "create_user bob " + Member.PASSWORD,
              "login bob " + Member.PASSWORD,
              "join_group g")
          .ok();
      assertThat(alice.run("show_downloads").ok()).doesNotContain("a.bin");
      alice.run("logout", alice.login()).ok();
      alice.await("list_files g", "1/1");
    }
  }
}
