package io.coterie.peer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PieceWindowTest {
  @ParameterizedTest
  @CsvSource({
    // MiB a piece, MB a second, missing, sources, window
    "1, 0, 4096, 3, 8",
    "4, 0, 256, 3, 2",
    "16, 0, 4096, 3, 2",
    "1, 1, 4096, 3, 2",
    "1, 16, 4096, 3, 15",
    "1, 600, 4096, 3, 24",
    "4, 600, 4096, 3, 6",
    "16, 600, 4096, 3, 2",
    "1, 0, 6, 3, 2",
    "1, 0, 7, 3, 3",
    "1, 600, 7, 3, 3",
    "4, 0, 2, 3, 1",
    "4, 0, 1, 1, 1",
  })
  void followsTheRateWithinBounds(
      int mebibytes, long megabytes, int missing, int sources, int window) {
    assertThat(PieceWindow.pieces(mebibytes << 20, megabytes * 1_000_000, missing, sources))
        .isEqualTo(window);
  }
}
