package io.coterie.tracker.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoundTest {

  private final Set<String> set = new HashSet<>();
  private final Round round = new Round(() -> set);

  @Test
  void everybodyHasOneTurnInSixtyParts() {
    fill(60_001);

    List<String> turns = new ArrayList<>();
    for (int i = 0; i < Round.PARTS; i++) {
      List<String> part = round.next();
      assertThat(part).hasSizeLessThanOrEqualTo(1001);
      turns.addAll(part);
    }

    assertThat(round.isOver()).isTrue();
    assertThat(turns).hasSize(60_001).doesNotHaveDuplicates();
  }

  @Test
  void aSmallSetHasItsTurnAtOnceAndNewcomersInTheNextRound() {
    fill(150);
    assertThat(round.next()).hasSize(Round.LEAST);
    set.add("late");
    assertThat(round.next()).hasSize(50).doesNotContain("late");

    List<String> again = new ArrayList<>(round.next());
    again.addAll(round.next());

    assertThat(again).hasSize(151).contains("late");
  }

  @Test
  void nobodyIsNoTrouble() {
    assertThat(round.next()).isEmpty();
    assertThat(round.isOver()).isTrue();
  }

  private void fill(int count) {
    IntStream.range(0, count).forEach(i -> set.add("key" + i));
  }
}
