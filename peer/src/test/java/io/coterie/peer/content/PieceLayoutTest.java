package io.coterie.peer.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PieceLayoutTest {
  @ParameterizedTest
  @CsvSource({
    "0, 1048576, 0",
    "1, 1048576, 1",
    "1048576, 1048576, 1",
    "1048577, 1048576, 2",
    "4294967296, 1048576, 4096",
    "4294967297, 2097152, 2049",
    "68719476736, 16777216, 4096",
    "68719476737, 16777216, 4097",
    "1125899906842624, 16777216, 67108864",
  })
  void choosesThePieceSizeBySize(long size, int pieceSize, int pieceCount) {
    PieceLayout layout = PieceLayout.of(size);

    assertThat(layout.pieceSize()).isEqualTo(pieceSize);
    assertThat(layout.pieceCount()).isEqualTo(pieceCount);
  }

  @Test
  void theLastPieceIsWhatIsLeft() {
    PieceLayout layout = PieceLayout.of((3L << 20) + 5);

    assertThat(layout.pieceLength(2)).isEqualTo(1 << 20);
    assertThat(layout.pieceLength(3)).isEqualTo(5);
    assertThat(layout.offset(3)).isEqualTo(3L << 20);
    assertThatThrownBy(() -> layout.offset(4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> layout.pieceLength(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void refusesSizesOutOfRange() {
    assertThatThrownBy(() -> PieceLayout.of(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PieceLayout.of(PieceLayout.MAX_SIZE + 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PieceLayout(1, 3 << 20))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PieceLayout(1, 32 << 20))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
