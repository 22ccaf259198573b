package io.coterie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large file from several sources, one of which dies half-way. */
class SwarmIT {

  private static final long GIB = 1L << 30;
  private static final long MEMORY = 512L << 20;

  @TempDir private Path root;

  @Test
  void aGibibyteArrivesWholeThoughOneOfThreeSourcesDies() {
    try (House house = House.start(root, 2)) {
      Path file = Content.random(house.files().resolve("big file.bin"), GIB, 1);
      Member alice = house.member("alice");
      alice.shareInNewGroup(file, "swarm");
      List<Member> sources = List.of(alice, house.member("bob"), house.member("carol"));
      for (Member source : sources.subList(1, 3)) {
        source.join("swarm", alice);
        source.share(file, "swarm");
      }
      Member dave = house.member("dave");
      dave.join("swarm", alice);
      assertThat(dave.run("list_files swarm").ok()).contains("big file.bin", "3/3");

      long files = dave.daemon().openFiles();
      long threads = dave.daemon().threads();
      Path copy = house.files().resolve("copy.bin");
      dave.run("set_limit down 40M", "download_file swarm 'big file.bin' " + copy).ok();
      dave.awaitPercent("big file.bin", 50);
      assertThat(senders(dave)).isGreaterThanOrEqualTo(2);
      sources.get(1).daemon().kill9();
      dave.run("set_limit down off", "wait_downloads 120").ok();

      assertThat(Content.sha256(copy)).isEqualTo(Content.sha256(file));
      assertThat(senders(dave)).isGreaterThanOrEqualTo(2);
      for (Proc proc :
          List.of(
              house.tracker(1),
              house.tracker(2),
              alice.daemon(),
              sources.get(2).daemon(),
              dave.daemon())) {
        assertThat(proc.peakMemory()).isLessThan(MEMORY);
      }
      assertThat(dave.run("cancel_download 'big file.bin'").exit()).isEqualTo(1);
      Awaitility.await()
          .atMost(Duration.ofSeconds(90))
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(
              () -> {
                assertThat(dave.daemon().openFiles()).isLessThanOrEqualTo(files + 8);
                assertThat(dave.daemon().threads()).isLessThanOrEqualTo(threads + 8);
              });
    }
  }

  /** How many sources a download has verified bytes from. */
  private static long senders(Member member) {
    try (Control control = member.control()) {
      return control.sources("big file.bin").stream()
          .filter(source -> source.getVerifiedBytes() > 0)
          .count();
    }
  }
}
