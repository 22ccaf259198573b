package io.coterie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.e2e.Member.Refused;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules that users rely on, as they meet them in the shell. */
class RulesIT {

  @TempDir private Path root;

  @Test
  void membershipIsTheOwnersToGive() {
    try (House house = House.start(root, 1)) {
      Member alice = house.member("alice");
      Member bob = house.member("bob");
      Path file = Content.random(house.files().resolve("a.bin"), 10_000, 1);
      alice.shareInNewGroup(file, "g");

      bob.refused(
          new Refused("create_group G", "taken"),
          new Refused("list_files g", "member"),
          new Refused("list_sources g a.bin", "member"),
          new Refused("download_file g a.bin " + root, "member"),
          new Refused("upload_file " + file + " g", "member"));
      alice.run("accept_request g bob").refused("request");

      bob.run("join_group g").ok();
      bob.refused(
          new Refused("join_group g", "already"),
          new Refused("list_requests g", "owner"),
          new Refused("accept_request g bob", "owner"),
          new Refused("reject_request g bob", "owner"),
          new Refused("list_files g", "member"));
      assertThat(alice.run("list_requests g").ok().strip()).startsWith("bob");

      assertThat(alice.run("reject_request g bob", "list_requests g").ok().lines().skip(1))
          .noneMatch(line -> line.contains("bob"));
      bob.join("g", alice);
      assertThat(bob.run("list_files g").ok()).contains("a.bin");
      bob.refused(
          new Refused("join_group g", "already"), new Refused("remove_member g alice", "owner"));

      alice.run("remove_member g bob").ok();
      bob.run("list_files g").refused("member");
    }
  }

  @Test
  void theLongestStandingMemberFollowsTheOwnerAndTheLastOneClosesTheGroup() {
    try (House house = House.start(root, 1)) {
      Member alice = house.member("alice");
      Member bob = house.member("bob");
      Member carol = house.member("carol");
      alice.run("create_group g").ok();
      carol.join("g", alice);
      bob.join("g", alice);

      alice.run("leave_group g").ok();
      assertThat(bob.run("list_groups").ok()).contains("carol");
      carol.run("transfer_ownership g bob").ok();
      carol.run("list_requests g").refused("owner");
      carol.run("leave_group g").ok();
      bob.run("leave_group g").ok();
      assertThat(alice.run("list_groups").ok().lines().filter(line -> line.startsWith("g ")))
          .isEmpty();
      alice.run("join_group g").refused("no group");
      alice.run("create_group g").ok();
    }
  }

  @Test
  void oneNameHoldsOneContentFromManySources() {
    try (House house = House.start(root, 1)) {
      Path file = Content.random(house.files().resolve("a.bin"), 3_000_000, 1);
      Path other =
          Content.random(
              House.directory(house.files().resolve("x")).resolve("a.bin"), 3_000_000, 2);
      Member alice = house.member("alice");
      Member bob = house.member("bob");
      alice.run("create_group g").ok();
      bob.join("g", alice);
      alice.share(file, "g");
      bob.run("upload_file " + other + " g").refused("a.bin");
      bob.share(file, "g");
      assertThat(alice.run("list_files g").ok()).contains("2/2");

      bob.run("logout").ok();
      alice.await("list_files g", "1/1");
      bob.run(bob.login()).ok();
      alice.await("list_files g", "2/2");

      Ran stopped = alice.run("stop_share g a.bin", "stop_share g a.bin");
      stopped.refused("share");
      assertThat(stopped.out().lines()).hasSize(1);
      alice.await("list_files g", "1/1");
      bob.run("stop_share g a.bin").ok();
      alice.await("list_files g", "unavailable");
      bob.run("remove_file g a.bin").refused("only alice");
      assertThat(alice.run("remove_file g a.bin", "list_files g").ok().lines().skip(1))
          .noneMatch(line -> line.contains("a.bin"));
    }
  }

  @Test
  void aDownloaderIsASourceWhileItDownloads() {
    try (House house = House.start(root, 1)) {
      Path file = Content.random(house.files().resolve("a.bin"), 32L << 20, 1);
      Member alice = house.member("alice");
      Member bob = house.member("bob");
      alice.shareInNewGroup(file, "g");
      bob.join("g", alice);
      bob.run("set_limit down 256K", "download_file g a.bin " + house.files().resolve("copy")).ok();
      alice.await("list_files g", "2/2");
      assertThat(bob.run("show_downloads").ok()).contains("[D] [g] a.bin");
      bob.run("cancel_download a.bin").ok();
      alice.await("list_files g", "1/1");
    }
  }
}
