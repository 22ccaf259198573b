package io.coterie.peer.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.testing.Corpus;
import io.coterie.rpc.testing.FuzzInput;
import java.util.Arrays;
import java.util.BitSet;

/** Hashes and piece sets from others: hashes belong to the root, sets have no piece too many. */
public final class PieceHashesFuzzTest {
  @Corpus
  void holds(byte[] input) {
    fuzzerTestOneInput(input);
  }

  public static void fuzzerTestOneInput(byte[] input) {
    FuzzInput fuzz = new FuzzInput(input);
    if (fuzz.below(2) == 0) {
      pieceSet(fuzz.below(256), fuzz.rest());
      return;
    }
    PieceLayout layout;
    try {
      layout = new PieceLayout(fuzz.longInteger(), 1 << fuzz.below(32));
    } catch (IllegalArgumentException refused) {
      return;
    }
    byte[] hashes = fuzz.rest();
    verified(layout, hashes);
    if (layout.size() <= (long) PieceHashes.MAX_PIECES * layout.pieceSize()) {
      assertThat((long) layout.pieceCount() * layout.pieceSize())
          .isBetween(layout.size(), layout.size() + layout.pieceSize() - 1);
    }
  }

  private static void verified(PieceLayout layout, byte[] hashes) {
    Hash anyRoot = Hash.of(Arrays.copyOf(hashes, Hash.LENGTH));
    try {
      PieceHashes accepted = PieceHashes.verified(layout, anyRoot, hashes);
      assertThat(accepted.root()).isEqualTo(anyRoot);
      assertThat((long) hashes.length / Hash.LENGTH * layout.pieceSize())
          .as("each piece has its hash")
          .isGreaterThanOrEqualTo(layout.size());
      PieceHashes computed = PieceHashes.computed(layout, hashes);
      assertThat(computed.root()).isEqualTo(anyRoot);
      if (hashes.length > 0) {
        hashes[0]++;
        assertThat(PieceHashes.computed(layout, hashes).root()).isNotEqualTo(anyRoot);
      }
    } catch (HashMismatchException | IllegalArgumentException refused) {
      assertThat(refused).hasMessageContaining("piece");
    }
  }

  private static void pieceSet(int size, byte[] bytes) {
    BitSet bits = BitSet.valueOf(bytes);
    PieceSet set;
    try {
      set = PieceSet.fromBytes(size, bytes);
    } catch (IllegalArgumentException refused) {
      assertThat(bits.length()).isGreaterThan(size);
      return;
    }
    assertThat(bits.length()).isLessThanOrEqualTo(size);
    assertThat(set.count()).isEqualTo(bits.cardinality());
    assertThat(BitSet.valueOf(set.toBytes())).isEqualTo(bits);
    assertThat(set.next(0)).isEqualTo(bits.nextSetBit(0));
    int missing = bits.nextClearBit(0);
    assertThat(set.nextMissing(0)).isEqualTo(missing < size ? missing : -1);
  }
}
