package io.coterie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
      Path copy = house.files().resolve("copy.bin");
      dave.run("set_limit down 40M", "download_file swarm 'big file.bin' " + copy).ok();
      awaitPercent(dave, 25);
      assertThat(senders(dave, "big file.bin")).isGreaterThanOrEqualTo(2);
      sources.get(1).daemon().kill9();
      dave.run("set_limit down off", "wait_downloads 120").ok();

      assertThat(Content.sha256(copy)).isEqualTo(Content.sha256(file));
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
              () -> assertThat(dave.daemon().openFiles()).isLessThanOrEqualTo(files + 8));
    }
  }

  /** How many sources a running download has verified bytes from. */
  private static long senders(Member member, String name) {
    String json = member.json("explain " + Member.quote(name)).ok();
    String sources = json.substring(json.indexOf("\"sources\":["));
    return Pattern.compile("\"verified_bytes\"\\s*:\\s*\"?[1-9]")
        .matcher(sources)
        .results()
        .count();
  }

  static void awaitPercent(Member member, int percent) {
    Pattern pattern = Pattern.compile("(\\d+)(?:\\.\\d+)?\\s?%");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              Matcher matcher = pattern.matcher(member.run("show_downloads").ok());
              return matcher.find() && Integer.parseInt(matcher.group(1)) >= percent;
            });
  }
}
