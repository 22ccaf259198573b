package io.coterie.peer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PieceWindowTest {
  @ParameterizedTest
  @CsvSource({
    // MiB a piece, missing, sources, window
    "1, 4096, 3, 8",
    "4, 256, 3, 2",
    "16, 4096, 3, 2",
    "1, 6, 3, 2",
    "1, 7, 3, 3",
    "4, 2, 3, 1",
    "4, 1, 1, 1",
  })
  void boundsBytesAndShares(int mebibytes, int missing, int sources, int window) {
    assertThat(PieceWindow.pieces(mebibytes << 20, missing, sources)).isEqualTo(window);
  }
}
