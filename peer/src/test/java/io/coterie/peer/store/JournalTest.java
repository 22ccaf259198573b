package io.coterie.peer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.peer.content.Hash;
import io.coterie.peer.content.PieceSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {
  private static final UUID KEY = new UUID(1, 2);

  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("journal");
    PieceSet durable = new PieceSet(100);
    durable.add(50);
    try (Journal journal = Journal.create(file, Hash.ZERO, KEY, durable, false)) {
      journal.verified(9);
      journal.verified(8);
      int covered = journal.pieces();
      journal.verified(7);
      journal.checkpoint(covered);
      journal.verified(6);
    }
  }

  @Test
  void aCheckpointCoversWhatCameBeforeIt() throws Exception {
    Journal.Contents contents = Journal.read(file, Hash.ZERO, KEY, 100);

    assertThat(contents.durable().toBytes()).isEqualTo(set(50, 9, 8).toBytes());
    assertThat(contents.doubtful().toBytes()).isEqualTo(set(7, 6).toBytes());
    assertThat(contents.placing()).isFalse();
  }

  @Test
  void cutAnywhereItClaimsNoMoreThanWasSaid() throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    int claimed = 0;
    for (int length = 0; length < bytes.length; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      if (length < 60) {
        assertThatThrownBy(() -> Journal.read(file, Hash.ZERO, KEY, 100))
            .isInstanceOf(CorruptStateException.class);
        continue;
      }
      Journal.Contents contents = Journal.read(file, Hash.ZERO, KEY, 100);
      int now = contents.durable().count() + contents.doubtful().count();
      assertThat(now).isBetween(claimed, claimed + 1);
      claimed = now;
      expectNothingElse(contents);
    }
    assertThat(claimed).isEqualTo(4);
  }

  @Test
  void nothingAfterDamageCounts() throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 60; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 0x10;
      Files.write(file, damaged);
      Journal.Contents contents = Journal.read(file, Hash.ZERO, KEY, 100);
      assertThat(contents.durable().count() + contents.doubtful().count()).isLessThan(5);
      expectNothingElse(contents);
    }
  }

  @Test
  void belongsToOneFileAndOneContent() {
    assertThatThrownBy(() -> Journal.read(file, Hash.ZERO, new UUID(1, 3), 100))
        .isInstanceOf(CorruptStateException.class);
    Hash other = Hash.parse("01".repeat(32));
    assertThatThrownBy(() -> Journal.read(file, other, KEY, 100))
        .isInstanceOf(CorruptStateException.class);
  }

  private static void expectNothingElse(Journal.Contents contents) {
    PieceSet said = set(50, 9, 8, 7, 6);
    for (int piece = 0; piece < 100; piece++) {
      if (!said.contains(piece)) {
        assertThat(contents.durable().contains(piece)).isFalse();
        assertThat(contents.doubtful().contains(piece)).isFalse();
      }
    }
  }

  private static PieceSet set(int... pieces) {
    PieceSet set = new PieceSet(100);
    for (int piece : pieces) {
      set.add(piece);
    }
    return set;
  }
}
