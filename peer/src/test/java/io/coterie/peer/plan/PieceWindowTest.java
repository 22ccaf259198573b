package io.coterie.peer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PieceWindowTest {
  @ParameterizedTest
  @CsvSource({
    // MiB a piece, MB a second, MiB delivered, missing, sources, window
    "1, 0, 0, 4096, 3, 4",
    "4, 0, 0, 4096, 3, 2",
    "1, 0, 5, 4096, 3, 5",
    "1, 0, 600, 4096, 3, 24",
    "4, 0, 16, 256, 3, 4",
    "16, 0, 16, 4096, 3, 2",
    "1, 1, 600, 4096, 3, 4",
    "1, 16, 1, 4096, 3, 15",
    "1, 600, 600, 4096, 3, 24",
    "4, 600, 600, 4096, 3, 6",
    "16, 600, 600, 4096, 3, 2",
    "1, 0, 8, 6, 3, 2",
    "1, 0, 8, 7, 3, 3",
    "1, 600, 600, 7, 3, 3",
    "4, 0, 0, 2, 3, 1",
    "4, 0, 0, 1, 1, 1",
  })
  void followsTheRateWithinBounds(
      int mebibytes, long megabytes, long delivered, int missing, int sources, int window) {
    assertThat(
            PieceWindow.pieces(
                mebibytes << 20, megabytes * 1_000_000, delivered << 20, missing, sources))
        .isEqualTo(window);
  }
}
