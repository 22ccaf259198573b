package io.coterie.peer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a real process while it downloads, again and again, and takes stock each time. */
final class CrashIT {
  private static final int ROUNDS = 5;

  @TempDir Path folder;

  private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();
  private final Sample sample = new Sample(CrashingPeer.SIZE);
  private final Random random = new Random(11);

  @AfterEach
  void stop() {
    background.shutdownNow();
  }

  @Test
  void nothingVerifiedIsLost() throws Exception {
    Set<Integer> said = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      said.addAll(killAfter(10 + random.nextInt(40)));
      try (PeerHome home = PeerHome.open(folder, CrashingPeer.ADDRESS)) {
        DownloadStore store = home.user("alice", background).downloads();
        Loaded<DownloadRecord> loaded = store.load();
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.entries()).hasSize(1);
        DownloadRecord download = loaded.entries().get(0);
        try (PartialFile file = store.open(download, store.hashes(download).orElseThrow())) {
          assertThat(file.doubtfulPieces()).as("since the last checkpoint").isLessThanOrEqualTo(8);
          file.recheck(() -> false);
          assertThat(said).allMatch(file.held()::contains);
          assertThat(file.held().count()).isBetween(said.size(), said.size() + round + 1);
        }
      }
    }
    try (PeerHome home = PeerHome.open(folder, CrashingPeer.ADDRESS)) {
      DownloadStore store = home.user("alice", background).downloads();
      DownloadRecord download = store.load().entries().get(0);
      try (PartialFile file = store.open(download, sample.hashes())) {
        for (int piece = 0; piece < sample.layout().pieceCount(); piece++) {
          if (!file.held().contains(piece)) {
            sample.fetch(file, piece, 1);
          }
        }
        file.place();
        file.settle();
      }
    }
    assertThat(Files.readAllBytes(folder.resolve("copy"))).isEqualTo(sample.bytes());
  }

  /** Runs the process until it has said so many pieces, and returns all that it said. */
  private Set<Integer> killAfter(int pieces) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-Xmx128m",
                    CrashingPeer.class.getName(),
                    folder.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Set<Integer> said = new HashSet<>();
    try (BufferedReader output = process.inputReader()) {
      assertThat(output.readLine()).isEqualTo("ready");
      assertThatThrownBy(() -> PeerHome.open(folder, CrashingPeer.ADDRESS))
          .isInstanceOf(StoreLockedException.class)
          .hasMessageContaining("process " + process.pid())
          .hasMessageContaining(CrashingPeer.ADDRESS);
      while (said.size() < pieces) {
        said.add(Integer.valueOf(output.readLine()));
      }
      // By its handle, which leaves the pipe open for what was said before.
      process.toHandle().destroyForcibly();
      output.lines().map(Integer::valueOf).forEach(said::add);
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
    return said;
  }
}
