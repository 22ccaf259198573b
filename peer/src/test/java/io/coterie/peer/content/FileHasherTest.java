package io.coterie.peer.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.coterie.peer.content.SampleContent.Vector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FileHasherTest {
  private static final long PATIENCE_SECONDS = 60;

  @TempDir Path folder;

  private final FileHasher hasher = new FileHasher(3);

  @AfterEach
  void close() {
    hasher.close();
  }

  /** Those whose piece size is the one that goes with their size. */
  static List<Vector> vectors() {
    return SampleContent.vectors().stream()
        .filter(vector -> vector.layout().equals(PieceLayout.of(vector.layout().size())))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void agreesWithLibtorrent(Vector vector) throws Exception {
    Path file = folder.resolve("file");
    vector.write(file);
    HashJob job = hasher.start(file);

    PieceHashes hashes = job.result().get(PATIENCE_SECONDS, TimeUnit.SECONDS).hashes();

    assertThat(hashes.root()).isEqualTo(vector.root());
    vector
        .pieces()
        .forEach((piece, hash) -> assertThat(hashes.hash(piece)).as("%s", piece).isEqualTo(hash));
    assertThat(job.hashedBytes()).isEqualTo(job.size()).isEqualTo(vector.layout().size());
  }

  @Test
  void emptyFilesHaveTheZeroRoot() throws Exception {
    Path file = Files.createFile(folder.resolve("empty"));

    HashedFile hashed = hasher.start(file).result().get(PATIENCE_SECONDS, TimeUnit.SECONDS);

    assertThat(hashed.hashes().root()).isEqualTo(Hash.ZERO);
  }

  @Test
  void manyFilesAtOnceKeepTheirOwnHashes() throws Exception {
    Path[] files = new Path[20];
    HashJob[] jobs = new HashJob[files.length];
    for (int i = 0; i < files.length; i++) {
      files[i] = Files.write(folder.resolve("f" + i), SampleContent.dense(100_000 * i + 1));
      jobs[i] = hasher.start(files[i]);
    }
    for (int i = 0; i < files.length; i++) {
      PieceLayout layout = PieceLayout.of(100_000 * i + 1);
      assertThat(jobs[i].result().get(PATIENCE_SECONDS, TimeUnit.SECONDS).hashes().root())
          .isEqualTo(PieceDigestTest.hash(layout, SampleContent.dense((int) layout.size())).root());
    }
  }

  @Test
  void cancellingStopsTheWork() throws Exception {
    HashJob job = hasher.start(sparse(64L << 30));
    await().until(() -> job.hashedBytes() > 0);

    job.cancel();

    assertThatThrownBy(() -> job.result().get(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .isInstanceOf(CancellationException.class);
    assertThat(job.hashedBytes()).isLessThan(job.size());
  }

  @Test
  void closingEndsRunningJobs() throws Exception {
    HashJob job = hasher.start(sparse(64L << 30));

    hasher.close();

    assertThatThrownBy(() -> job.result().get(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void noticesFilesThatChangeMeanwhile() throws Exception {
    Path shrinking = sparse(64L << 30);
    HashJob shorter = hasher.start(shrinking);
    Files.write(shrinking, new byte[] {1});
    assertThatThrownBy(() -> shorter.result().get(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ContentChangedException.class);

    Path touched = sparse(400L << 20);
    HashJob written = hasher.start(touched);
    Files.setLastModifiedTime(touched, FileTime.fromMillis(1));
    assertThatThrownBy(() -> written.result().get(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ContentChangedException.class)
        .hasMessageContaining(touched.toString());
  }

  @Test
  void refusesWhatIsNoFile() {
    assertThatThrownBy(() -> hasher.start(folder)).isInstanceOf(NotRegularFileException.class);
    assertThatThrownBy(() -> hasher.start(folder.resolve("missing")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private Path sparse(long size) throws IOException {
    Path file = Files.createTempFile(folder, "sparse", "");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(1), size - 1);
    }
    return file;
  }
}
