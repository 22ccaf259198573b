package io.coterie.tracker.presence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CapacityTest {
  private static final long MIB = 1 << 20;

  /** As measured by bench/tracker: live bytes of an idle peer and of a place. */
  private static final long PEER = 14_000;

  private static final long PLACE = 340;

  @Test
  void fiveThousandPeersInTenGroupsEachFitIntoTheDefaultHeap() {
    Capacity capacity = Capacity.ofHeap(192 * MIB);
    assertThat(capacity.peers()).isGreaterThan(5_000);
    assertThat(capacity.places()).isGreaterThan(10 * capacity.peers());
  }

  @Test
  void allThatIsTakenOnLeavesAThirdOfTheHeap() {
    for (long heap : new long[] {64 * MIB, 192 * MIB, 4096 * MIB}) {
      Capacity capacity = Capacity.ofHeap(heap);
      assertThat(capacity.peers() * PEER + capacity.places() * PLACE).isLessThan(heap * 2 / 3);
    }
  }
}
