package io.coterie.peer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.peer.content.Hash;
import io.coterie.peer.content.PieceSet;
import io.coterie.rpc.error.Refusal;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a file system without hard links. */
final class PlacementTest {
  private static final UUID KEY = new UUID(1, 2);

  @TempDir Path folder;

  private final Placement placement =
      new Placement(
          (name, file) -> {
            throw new FileSystemException(name.toString(), null, "Operation not permitted");
          });
  private Path part;
  private Path destination;
  private Path journalFile;
  private Journal journal;

  @BeforeEach
  void open() throws IOException {
    part = Files.writeString(folder.resolve(".x.part"), "content");
    destination = folder.resolve("x");
    journalFile = folder.resolve("journal");
    journal = Journal.create(journalFile, Hash.ZERO, KEY, new PieceSet(1), false);
  }

  @AfterEach
  void close() throws IOException {
    journal.close();
  }

  @Test
  void takesTheNameFirst() throws Exception {
    placement.place(part, destination, false, journal, false);

    assertThat(destination).hasContent("content");
    assertThat(part).doesNotExist();
    assertThat(Journal.read(journalFile, Hash.ZERO, KEY, 1).placing()).isTrue();
  }

  @Test
  void refusesANameThatIsTaken() throws Exception {
    Files.createFile(destination);

    assertThatThrownBy(() -> placement.place(part, destination, false, journal, false))
        .isInstanceOf(Refusal.class);
    assertThat(destination).isEmptyFile();
    assertThat(part).hasContent("content");
    assertThat(Journal.read(journalFile, Hash.ZERO, KEY, 1).placing()).isFalse();
  }

  @Test
  void goesOnWithThePlaceThatItTookBeforeACrash() throws Exception {
    Files.createFile(destination);

    placement.place(part, destination, false, journal, true);

    assertThat(destination).hasContent("content");
  }

  @Test
  void keepsWhatOthersPutThere() throws Exception {
    Files.writeString(destination, "precious");

    assertThatThrownBy(() -> placement.place(part, destination, false, journal, true))
        .isInstanceOf(Refusal.class);
    assertThat(destination).hasContent("precious");
  }
}
