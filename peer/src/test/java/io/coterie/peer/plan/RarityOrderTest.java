package io.coterie.peer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RarityOrderTest {
  private static final int PIECES = 40;
  private static final int SOURCES = 6;

  private final SplittableRandom random = new SplittableRandom(11);
  private final RarityOrder order = new RarityOrder(PIECES, random);

  @Test
  void whateverHappensItAgreesWithASearchThroughAll() {
    int[] holders = new int[PIECES];
    BitSet there = new BitSet();
    for (int step = 0; step < 20_000; step++) {
      int piece = random.nextInt(PIECES);
      switch (random.nextInt(4)) {
        case 0 -> {
          order.add(piece);
          there.set(piece);
        }
        case 1 -> {
          order.remove(piece);
          there.clear(piece);
        }
        case 2 -> {
          if (holders[piece] < SOURCES) {
            order.gain(piece);
            holders[piece]++;
          }
        }
        default -> {
          if (holders[piece] > 0) {
            order.lose(piece);
            holders[piece]--;
          }
        }
      }
      agrees(holders, there);
    }
  }

  private void agrees(int[] holders, BitSet there) {
    BitSet held = new BitSet();
    random.ints(PIECES / 4, 0, PIECES).filter(piece -> holders[piece] > 0).forEach(held::set);
    BitSet candidates = (BitSet) held.clone();
    candidates.and(there);
    int fewest = candidates.stream().map(piece -> holders[piece]).min().orElse(-1);

    int rarest = order.rarest(held);
    assertThat(rarest < 0 ? -1 : holders[rarest]).isEqualTo(fewest);
    assertThat(rarest < 0 || candidates.get(rarest)).isTrue();
    int any = order.any(held);
    assertThat(any < 0 ? candidates.isEmpty() : candidates.get(any)).isTrue();
    assertThat(order.isAnyHeld()).isEqualTo(there.stream().anyMatch(piece -> holders[piece] > 0));
    int piece = random.nextInt(PIECES);
    assertThat(order.contains(piece)).isEqualTo(there.get(piece));
    assertThat(order.holders(piece)).isEqualTo(holders[piece]);
  }

  @Test
  void equalsAreChosenAtRandom() {
    BitSet all = new BitSet();
    IntStream.range(0, PIECES)
        .forEach(
            piece -> {
              order.add(piece);
              order.gain(piece);
              all.set(piece);
            });
    Set<Integer> chosen = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      chosen.add(order.rarest(all));
    }
    assertThat(chosen).hasSize(PIECES);
  }
}
