package io.coterie.peer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.peer.content.ContentId;
import io.coterie.peer.content.Hash;
import io.coterie.peer.content.PieceHashes;
import io.coterie.peer.content.PieceLayout;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A crash is a partial file that is left open and opened again. */
final class PartialFileTest {
  @TempDir Path folder;

  private final Sample sample = new Sample(10 * (64 << 10) + 5);
  private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();
  private DownloadRecord download;
  private DownloadStore store;

  @BeforeEach
  void open() throws IOException {
    download = sample.download(folder.resolve("copy"));
    store = new DownloadStore(Folders.makePrivate(folder.resolve("state")), background);
  }

  @AfterEach
  void stop() {
    background.shutdownNow();
  }

  @Test
  void becomesTheFileWhenComplete() throws IOException {
    PartialFile file = store.open(download, sample.hashes());
    List<Integer> heard = new ArrayList<>();
    file.addListener(heard::add);
    for (int piece = 10; piece >= 0; piece--) {
      ByteBuffer bytes = sample.piece(piece);
      int half = bytes.remaining() / 2;
      file.write(piece, half, bytes.slice(bytes.position() + half, bytes.remaining() - half));
      file.write(piece, 0, bytes.slice(bytes.position(), half));
      file.verified(piece);
      file.verified(piece);
    }
    assertThat(Files.exists(download.destination())).isFalse();

    SharedFile shared = file.place();
    file.close();

    assertThat(Files.readAllBytes(download.destination())).isEqualTo(sample.bytes());
    assertThat(heard).hasSize(11).startsWith(10, 9).endsWith(0);
    assertThat(shared.path()).isEqualTo(download.destination());
    assertThat(names(folder)).containsExactlyInAnyOrder("copy", "state");
    try (ContentReader reader = shared.open()) {
      ByteBuffer read = ByteBuffer.allocate(5);
      reader.read(10, 0, read);
      assertThat(read.flip()).isEqualTo(sample.piece(10));
    }
  }

  @Test
  void keepsWhatWasCheckpointedAndRechecksTheRest() throws IOException {
    PartialFile before = store.open(download, sample.hashes());
    sample.fetch(before, 0, 3);
    before.checkpoint();
    sample.fetch(before, 3, 4);
    overwrite(part(), sample.layout().offset(4), new byte[] {1, 2, 3});

    PartialFile after = store.open(download, store.hashes(download).orElseThrow());
    assertThat(after.held().count()).isEqualTo(3);
    assertThat(after.doubtfulPieces()).isEqualTo(4);
    assertThatThrownBy(() -> after.write(9, 0, sample.piece(9)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> after.recheck(() -> true)).isInstanceOf(CancellationException.class);

    PartialFile again = store.open(download, sample.hashes());
    assertThat(again.doubtfulPieces()).isEqualTo(4);
    again.recheck(() -> false);

    assertThat(again.held().count()).isEqualTo(6);
    assertThat(again.held().contains(4)).isFalse();
    PartialFile last = store.open(download, sample.hashes());
    assertThat(last.doubtfulPieces()).isZero();
    assertThat(last.held().count()).isEqualTo(6);
  }

  @Test
  void closingIsACheckpoint() throws IOException {
    PartialFile file = store.open(download, sample.hashes());
    sample.fetch(file, 2, 5);
    file.close();
    file.close();

    assertThat(store.open(download, sample.hashes()).held().count()).isEqualTo(5);
    assertThatThrownBy(() -> file.write(0, 0, sample.piece(0))).hasMessageContaining("closed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "damaged", "of another file", "shorter file"})
  void rechecksEverythingWhenTheJournalCannotBeTrusted(String how) throws IOException {
    PartialFile before = store.open(download, sample.hashes());
    sample.fetch(before, 0, 8);
    before.close();
    Path journal = folder.resolve("state").resolve("t-1.journal");
    switch (how) {
      case "missing" -> Files.delete(journal);
      case "damaged" -> Files.write(journal, new byte[70]);
      case "of another file" -> {
        Path copy = Files.copy(part(), folder.resolve("moved"));
        Files.delete(part());
        Files.move(copy, part());
      }
      default -> truncate(part(), sample.layout().offset(7) + 9);
    }

    PartialFile after = store.open(download, sample.hashes());
    assertThat(after.held().count()).isZero();
    assertThat(after.doubtfulPieces()).isEqualTo(11);
    after.recheck(() -> false);

    assertThat(after.held().count()).isEqualTo(how.equals("shorter file") ? 7 : 8);
  }

  @Test
  void refusesADestinationThatAppearedMeanwhile() throws IOException {
    PartialFile file = whole(download);
    Files.writeString(download.destination(), "precious");

    assertThatThrownBy(file::place)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(refusal.reason()).isEqualTo(ErrorReason.ERROR_REASON_DESTINATION_EXISTS))
        .hasMessageContaining(download.destination().toString());
    assertThat(download.destination()).hasContent("precious");

    Files.delete(download.destination());
    file.place();
    assertThat(Files.readAllBytes(download.destination())).isEqualTo(sample.bytes());
  }

  @Test
  void replacesAFileOnlyWhenAsked() throws IOException {
    DownloadRecord replacing =
        new DownloadRecord(
            "t-2",
            download.group(),
            download.id(),
            download.name(),
            download.layout(),
            download.destination(),
            true,
            download.createTime(),
            false,
            "");
    Files.writeString(download.destination(), "old");

    whole(replacing).place();

    assertThat(Files.readAllBytes(download.destination())).isEqualTo(sample.bytes());
  }

  @Test
  void refusesAFolderInThePlaceOfTheDestination() throws IOException {
    PartialFile file = whole(download);
    Files.createDirectory(download.destination());

    assertThatThrownBy(file::place).hasMessageContaining("is a folder now");
  }

  @Test
  void knowsAfterACrashThatItWasPlacedAndIsOnTheDisk() throws IOException {
    PartialFile file = whole(download);
    file.place();
    file.settle();

    PartialFile after = store.open(download, sample.hashes());

    assertThat(after.held().complete()).isTrue();
    assertThat(after.place().path()).isEqualTo(download.destination());
    assertThat(names(folder)).containsExactlyInAnyOrder("copy", "state");
    after.discard();
    assertThat(download.destination()).exists();
  }

  @Test
  void repairsInItsPlaceWhatACrashOfTheMachineHasLost() throws IOException {
    whole(download).place();
    try (FileChannel lost = FileChannel.open(download.destination(), StandardOpenOption.WRITE)) {
      lost.write(ByteBuffer.allocate(100), sample.layout().offset(4));
    }
    assertThat(store.isPlaced(download)).isTrue();

    PartialFile after = store.open(download, sample.hashes());
    assertThat(after.doubtfulPieces()).isEqualTo(11);
    after.recheck(() -> false);
    assertThat(after.held().contains(4)).isFalse();
    assertThat(after.held().count()).isEqualTo(10);
    sample.fetch(after, 4, 1);
    after.place();
    after.settle();
    after.close();

    assertThat(Files.readAllBytes(download.destination())).isEqualTo(sample.bytes());
    assertThat(names(folder)).containsExactlyInAnyOrder("copy", "state");
  }

  @Test
  void aFileThatItDidNotPlaceIsNotItsOwn() throws IOException {
    whole(download).close();
    Files.write(download.destination(), sample.bytes());

    assertThat(store.isPlaced(download)).isFalse();
  }

  @Test
  void goesOnAfterACrashBetweenLinkAndUnlink() throws IOException {
    whole(download).close();
    Files.createLink(download.destination(), part());

    store.open(download, sample.hashes()).place();

    assertThat(names(folder)).containsExactlyInAnyOrder("copy", "state");
  }

  @Test
  void discardingLeavesNothingBehind() throws IOException {
    PartialFile file = store.open(download, sample.hashes());
    store.save(download);
    sample.fetch(file, 0, 2);

    file.discard();
    store.remove(download);

    assertThat(names(folder)).containsExactly("state");
    assertThat(names(folder.resolve("state"))).isEmpty();
  }

  @Test
  void readersOutliveTheirFile() throws IOException {
    PartialFile file = whole(download);
    try (ContentReader reader = file.open()) {
      file.place();
      file.close();
      ByteBuffer read = ByteBuffer.allocate(64 << 10);
      reader.read(3, 0, read);
      assertThat(read.flip()).isEqualTo(sample.piece(3));
      assertThatThrownBy(() -> reader.read(10, 1, ByteBuffer.allocate(5)))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void filesOf64GiBCostWhatIsInThem() throws IOException {
    PieceLayout layout = PieceLayout.of(64L << 30);
    PieceHashes hashes = PieceHashes.computed(layout, new byte[4096 * Hash.LENGTH]);
    DownloadRecord huge =
        new DownloadRecord(
            "t-3",
            "photos",
            new ContentId("g-1", hashes.root()),
            "huge",
            layout,
            folder.resolve("huge"),
            false,
            download.createTime(),
            false,
            "");
    PartialFile file = store.open(huge, hashes);
    ByteBuffer bytes = ByteBuffer.wrap(new byte[] {7, 8, 9});
    file.write(4095, layout.pieceSize() - 3, bytes);
    file.verified(4095);
    file.close();

    PartialFile after = store.open(huge, hashes);
    assertThat(after.held().contains(4095)).isTrue();
    try (ContentReader reader = after.open()) {
      ByteBuffer read = ByteBuffer.allocate(3);
      reader.read(4095, layout.pieceSize() - 3, read);
      assertThat(read.array()).containsExactly(7, 8, 9);
    }
    assertThat(Files.size(PartialPath.part(huge))).isEqualTo(64L << 30);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with spaces  and 'quotes'",
        "日本語のとても長いファイル名",
        "🎉 e\u0301 ß",
        "-rf *",
        "$(echo)",
      })
  void anyNameWillDo(String name) throws IOException {
    String longest = name;
    while (bytes(longest + name) <= 255) {
      longest += name;
    }
    while (bytes(longest) < 255) {
      longest += "x";
    }
    DownloadRecord named = sample.download(folder.resolve(longest));

    PartialFile file = whole(named);
    String part = String.valueOf(PartialPath.part(named).getFileName());
    file.place();

    assertThat(part).startsWith("." + name.substring(0, 2)).endsWith(".t-1.part");
    assertThat(bytes(part)).isBetween(250, 255);
    assertThat(Files.readAllBytes(folder.resolve(longest))).isEqualTo(sample.bytes());
  }

  @Test
  void emptyFilesAreCompleteAtOnce() throws IOException {
    PieceHashes none = PieceHashes.computed(PieceLayout.of(0), new byte[0]);
    DownloadRecord empty =
        new DownloadRecord(
            "t-4",
            "photos",
            new ContentId("g-1", Hash.ZERO),
            "empty",
            none.layout(),
            folder.resolve("empty"),
            false,
            download.createTime(),
            false,
            "");

    store.open(empty, none).place();

    assertThat(folder.resolve("empty")).isEmptyFile();
  }

  private PartialFile whole(DownloadRecord record) throws IOException {
    PartialFile file = store.open(record, sample.hashes());
    sample.fetch(file, 0, sample.layout().pieceCount());
    return file;
  }

  private Path part() {
    return PartialPath.part(download);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  private static void overwrite(Path file, long position, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), position);
    }
  }

  private static void truncate(Path file, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }
}
