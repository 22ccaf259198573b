package io.coterie.peer.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class PieceHashesTest {
  private static final PieceLayout LAYOUT = PieceLayout.of((5 << 20) + 1);

  private final PieceHashes hashes =
      PieceDigestTest.hash(LAYOUT, SampleContent.dense((int) LAYOUT.size()));

  @Test
  void acceptsWhatBelongsToTheRoot() throws HashMismatchException {
    PieceHashes same = PieceHashes.verified(LAYOUT, hashes.root(), all());

    assertThat(same.hash(5)).isEqualTo(hashes.hash(5));
    assertThat(Hash.read(same.range(4, 2))).isEqualTo(hashes.hash(4));
    assertThatThrownBy(() -> same.range(5, 2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void refusesEveryOtherPieceHash() {
    for (int i = 0; i < all().length; i += 31) {
      byte[] wrong = all();
      wrong[i] ^= 1;
      assertThatThrownBy(() -> PieceHashes.verified(LAYOUT, hashes.root(), wrong))
          .isInstanceOf(HashMismatchException.class);
    }
    assertThatThrownBy(() -> PieceHashes.verified(LAYOUT, hashes.root(), new byte[5 * 32]))
        .isInstanceOf(HashMismatchException.class)
        .hasMessageContaining("160 bytes");
  }

  @Test
  void theRootDoesNotDependOnThePieceSize() {
    PieceLayout four = new PieceLayout(4 << 20, 1 << 20);
    byte[] content = SampleContent.dense(4 << 20);
    Hash root = PieceDigestTest.hash(four, content).root();

    assertThat(PieceDigestTest.hash(new PieceLayout(4 << 20, 2 << 20), content).root())
        .isEqualTo(root);
  }

  @Test
  void emptyContentHasTheZeroRoot() throws HashMismatchException {
    PieceLayout empty = PieceLayout.of(0);

    assertThat(empty.pieceCount()).isZero();
    assertThat(PieceHashes.verified(empty, Hash.ZERO, new byte[0]).root()).isEqualTo(Hash.ZERO);
  }

  @Test
  void refusesContentOfTooManyPieces() {
    PieceLayout huge = PieceLayout.of(PieceLayout.MAX_SIZE);

    assertThat(huge.pieceCount()).isEqualTo(1 << 26);
    assertThatThrownBy(() -> PieceHashes.computed(huge, new byte[0]))
        .hasMessageContaining("67108864 pieces");
  }

  private byte[] all() {
    byte[] bytes = new byte[LAYOUT.pieceCount() * Hash.LENGTH];
    hashes.range(0, LAYOUT.pieceCount()).get(bytes);
    return bytes;
  }
}
