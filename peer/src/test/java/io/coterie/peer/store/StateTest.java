package io.coterie.peer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.peer.content.PieceHashes;
import io.coterie.peer.content.PieceLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateTest {
  @TempDir Path folder;

  private final Sample sample = new Sample(200_000);
  private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();
  private Path state;
  private ShareStore shares;
  private DownloadStore downloads;

  @BeforeEach
  void open() throws IOException {
    state = Folders.makePrivate(folder.resolve("state"));
    shares = new ShareStore(state);
    downloads = new DownloadStore(state, background);
  }

  @AfterEach
  void stop() {
    background.shutdownNow();
  }

  @Test
  void sharesComeBackAsTheyWere() throws IOException {
    Path file = folder.resolve("é t\ne");
    SharedFile share = sample.share(file, "g-1", "name");
    shares.save(share);
    shares.save(sample.share(folder.resolve("b"), "g-2", "name"));
    shares.save(sample.share(folder.resolve("c"), "g-2", "name"));

    Loaded<SharedFile> loaded = new ShareStore(state).load();

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.entries())
        .extracting(SharedFile::path)
        .containsExactlyInAnyOrder(file, folder.resolve("c"));
    SharedFile same =
        loaded.entries().stream().filter(s -> s.path().equals(file)).findFirst().orElseThrow();
    assertThat(same.id()).isEqualTo(share.id());
    assertThat(same.stamp()).isEqualTo(share.stamp());
    assertThat(same.group()).isEqualTo("photos");
    assertThat(same.held().complete()).isTrue();
    shares.remove(same);
    assertThat(shares.load().entries()).hasSize(1);
  }

  @Test
  void changedFilesAreForgottenMissingOnesAwaited() throws IOException {
    SharedFile changed = sample.share(folder.resolve("changed"), "g-1", "changed");
    SharedFile missing = sample.share(folder.resolve("missing"), "g-1", "missing");
    shares.save(changed);
    shares.save(missing);
    Files.setLastModifiedTime(changed.path(), FileTime.fromMillis(5));
    Files.move(missing.path(), folder.resolve("away"));

    Loaded<SharedFile> first = shares.load();
    Files.move(folder.resolve("away"), missing.path());
    Loaded<SharedFile> second = shares.load();

    assertThat(first.entries()).isEmpty();
    assertThat(first.problems())
        .hasSize(2)
        .anyMatch(problem -> problem.contains(changed.path() + " was changed; share it again"))
        .anyMatch(problem -> problem.contains(missing.path() + " cannot be read"));
    assertThat(second.entries()).extracting(SharedFile::path).containsExactly(missing.path());
    assertThat(second.problems()).isEmpty();
  }

  @Test
  void downloadsComeBackAsTheyWere() throws IOException {
    DownloadRecord download =
        sample.download(folder.resolve("x")).withPaused(true).withFailure("the disk is full");
    downloads.save(download);
    downloads.open(download, sample.hashes()).close();

    DownloadStore again = new DownloadStore(state, background);

    assertThat(again.load().entries()).containsExactly(download);
    assertThat(again.hashes(download)).map(PieceHashes::root).contains(sample.hashes().root());
    again.remove(download);
    assertThat(again.load().entries()).isEmpty();
    assertThat(again.hashes(download)).isEmpty();
  }

  @Test
  void whatRemovalsLeaveIsClearedAway() throws IOException {
    DownloadRecord download = sample.download(folder.resolve("x"));
    downloads.save(download);
    downloads.open(download, sample.hashes()).close();
    Files.delete(state.resolve("t-1.download"));

    downloads.load();

    assertThat(names()).isEmpty();
  }

  @Test
  void damageIsReportedAndHarmsNothingElse() throws IOException {
    shares.save(sample.share(folder.resolve("a"), "g-1", "a"));
    SharedFile good = sample.share(folder.resolve("b"), "g-1", "b");
    Path file = state.resolve(names().get(0));
    byte[] bytes = Files.readAllBytes(file);
    shares.save(good);
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 4;
      Files.write(file, damaged);
      expectSetAside(file, good);
      Files.write(file, Arrays.copyOf(bytes, i));
      expectSetAside(file, good);
    }
    Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
    expectSetAside(file, good);
  }

  private void expectSetAside(Path file, SharedFile good) throws IOException {
    Loaded<SharedFile> loaded = shares.load();
    assertThat(loaded.entries()).extracting(SharedFile::path).containsExactly(good.path());
    assertThat(loaded.problems()).hasSize(1).first().asString().contains(file + " is damaged");
    assertThat(file).doesNotExist();
    assertThat(file.resolveSibling(file.getFileName() + ".corrupt")).exists();
    assertThat(shares.load().problems()).isEmpty();
  }

  @Test
  void soundFramesAroundNonsenseAreDamagedToo() throws IOException {
    StateFile.write(state.resolve("x.share"), new byte[] {1, 2, 3});
    StateFile.write(state.resolve("y.share"), new byte[0]);
    StateFile.write(state.resolve("z.download"), new byte[0]);

    assertThat(shares.load().problems()).hasSize(2);
    assertThat(downloads.load().problems()).hasSize(1);
  }

  @Test
  void halfWrittenFilesAreRemoved() throws IOException {
    shares.save(sample.share(folder.resolve("a"), "g-1", "a"));
    Path file = state.resolve(names().get(0));
    Files.write(file.resolveSibling(file.getFileName() + ".tmp"), new byte[] {1});

    assertThat(shares.load().entries()).hasSize(1);
    assertThat(names()).hasSize(1);
  }

  @Test
  void wrongPieceHashesAreFetchedAgain() throws IOException {
    DownloadRecord download = sample.download(folder.resolve("x"));
    downloads.save(download);
    StateFile.write(state.resolve("t-1.hashes"), new byte[sample.layout().pieceCount() * 32]);

    assertThat(downloads.hashes(download)).isEmpty();
    PieceHashes others = PieceHashes.computed(PieceLayout.of(1), new byte[32]);
    assertThatThrownBy(() -> downloads.open(download, others))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlyTheOwnerMayLook() throws IOException {
    try (PeerHome home = PeerHome.open(folder.resolve("home"), "127.0.0.1:7411")) {
      UserStore alice = home.user("Älice/..", background);
      alice.shares().save(sample.share(folder.resolve("a"), "g-1", "a"));
      alice.downloads().save(sample.download(folder.resolve("x")));

      assertThat(home.folder()).isEqualTo(folder.resolve("home/peers/127.0.0.1_7411"));
      assertThat(alice.keyFile().getParent())
          .isEqualTo(home.folder().resolve("users/%c3%a4lice%2f%2e%2e"));
      assertThat(home.user("älice/..", background).keyFile()).isEqualTo(alice.keyFile());
      assertThat(home.user("x".repeat(64), background).keyFile())
          .isNotEqualTo(home.user("x".repeat(63) + "y", background).keyFile());
      assertThat(home.user("\uFDFA".repeat(21), background).keyFile()).isNotNull();
      try (Stream<Path> files = Files.walk(folder.resolve("home"))) {
        assertThat(files.filter(file -> !file.equals(folder.resolve("home"))))
            .allSatisfy(
                file ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------"));
      }
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(state)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }
}
