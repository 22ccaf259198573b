package io.coterie.peer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PiecePickerTest {
  private static final long SECOND = 1_000_000_000;

  private final AtomicLong now = new AtomicLong();

  private PiecePicker<String> picker(int pieces, long seed, int... have) {
    BitSet there = new BitSet();
    for (int piece : have) {
      there.set(piece);
    }
    return new PiecePicker<>(pieces, there, new SplittableRandom(seed), now::get);
  }

  private static void holdsAll(PiecePicker<String> picker, String source, int pieces) {
    for (int i = 0; i < pieces; i++) {
      picker.holds(source, i);
    }
  }

  private static List<Integer> drain(PiecePicker<String> picker, String source) {
    List<Integer> order = new ArrayList<>();
    for (OptionalInt piece = picker.pick(source); piece.isPresent(); piece = picker.pick(source)) {
      order.add(piece.getAsInt());
      picker.verified(source, piece.getAsInt());
    }
    return order;
  }

  @Test
  void everyPieceOfASourceIsPickedOnce() {
    PiecePicker<String> picker = picker(100, 1, 7, 42);
    holdsAll(picker, "a", 100);
    assertThat(drain(picker, "a")).hasSize(98).doesNotHaveDuplicates().doesNotContain(7, 42);
    assertThat(picker.missing()).isZero();
  }

  @Test
  void onlyWhatASourceHoldsIsPicked() {
    PiecePicker<String> picker = picker(100, 1);
    picker.holds("a", 3);
    picker.holds("a", 5);
    assertThat(drain(picker, "a")).containsExactlyInAnyOrder(3, 5);
    assertThat(picker.pick("stranger")).isEmpty();
    assertThat(picker.unavailable()).isEqualTo(98);
  }

  @Test
  void firstPiecesAreRandomThoughOthersAreRarer() {
    Map<Integer, Integer> firsts = new HashMap<>();
    for (int seed = 0; seed < 4000; seed++) {
      PiecePicker<String> picker = picker(8, seed);
      holdsAll(picker, "a", 8);
      for (int i = 1; i < 8; i++) {
        picker.holds("b", i); // piece 0 is the rarest
      }
      firsts.merge(picker.pick("a").getAsInt(), 1, Integer::sum);
    }
    assertThat(firsts).hasSize(8);
    // 500 expected, standard deviation 21
    assertThat(firsts.values()).allSatisfy(n -> assertThat(n).isBetween(400, 600));
  }

  @Test
  void afterThatTheRarestComeFirstWithRandomTies() {
    Map<Integer, Integer> firsts = new HashMap<>();
    for (int seed = 0; seed < 4000; seed++) {
      PiecePicker<String> picker = picker(20, seed, 0, 1, 2, 3);
      holdsAll(picker, "a", 20);
      for (int i = 4; i < 16; i++) {
        picker.holds("b", i);
      }
      for (int i = 4; i < 10; i++) {
        picker.holds("c", i);
      }
      List<Integer> order = drain(picker, "a");
      assertThat(order.subList(0, 4)).containsExactlyInAnyOrder(16, 17, 18, 19);
      assertThat(order.subList(4, 10)).containsExactlyInAnyOrder(10, 11, 12, 13, 14, 15);
      firsts.merge(order.get(0), 1, Integer::sum);
    }
    assertThat(firsts).hasSize(4);
    // 1000 expected, standard deviation 27
    assertThat(firsts.values()).allSatisfy(n -> assertThat(n).isBetween(870, 1130));
  }

  @Test
  void rarityFollowsSourcesThatLeaveAndPiecesTheyLack() {
    PiecePicker<String> picker = picker(8, 1, 0, 1, 2, 3, 6, 7);
    holdsAll(picker, "a", 8);
    picker.holds("b", 4);
    picker.holds("c", 4);
    picker.holds("c", 4);
    assertThat(picker.pick("a")).hasValue(5);
    picker.giveBack("a", 5);
    picker.holds("d", 5);
    picker.left("b");
    picker.lacks("c", 4);
    assertThat(picker.pick("a")).hasValue(4);
  }

  @Test
  void whatALostSourceWasAskedForIsAskedAgain() {
    PiecePicker<String> picker = picker(3, 1);
    holdsAll(picker, "a", 3);
    holdsAll(picker, "b", 3);
    while (picker.pick("a").isPresent()) {}
    assertThat(picker.outstanding("a")).isEqualTo(3);
    picker.left("a");
    Set<Integer> again = new HashSet<>();
    picker.pick("b").ifPresent(again::add);
    picker.pick("b").ifPresent(again::add);
    picker.pick("b").ifPresent(again::add);
    assertThat(again).containsExactlyInAnyOrder(0, 1, 2);
  }

  @Test
  void anIdleSourceTakesOverWhatASlowerOneHasNotBegun() {
    PiecePicker<String> picker = picker(4, 1);
    holdsAll(picker, "slow", 4);
    List<Integer> asked = new ArrayList<>();
    while (asked.size() < 4) {
      asked.add(picker.pick("slow").getAsInt());
    }
    holdsAll(picker, "new", 4);
    assertThat(picker.pick("new")).isEmpty();
    assertThat(picker.takeOver("new")).hasValue(new Takeover<>(asked.get(3), "slow", false));
    assertThat(picker.takeOver("new")).hasValue(new Takeover<>(asked.get(2), "slow", false));
    assertThat(picker.takeOver("new")).as("the second comes as soon from either").isEmpty();
    assertThat(picker.takeOver("slow")).as("and nothing goes back").isEmpty();
    now.addAndGet(SECOND);
    picker.verified("new", asked.get(3));
    picker.verified("new", asked.get(2));
    assertThat(picker.takeOver("new")).hasValue(new Takeover<>(asked.get(1), "slow", false));
  }

  @Test
  void aBegunPieceIsAskedForTwiceAtMostAndOnlyWhenItIsLate() {
    PiecePicker<String> picker = picker(3, 1);
    for (String source : List.of("slow", "b", "c")) {
      holdsAll(picker, source, 3);
    }
    int late = picker.pick("slow").getAsInt();
    for (int piece = 0; piece < 2; piece++) {
      int quick = picker.pick("b").getAsInt();
      now.addAndGet(SECOND);
      picker.verified("b", quick);
    }
    assertThat(picker.takeOver("b")).as("2 s late, and 1 s away from here").isEmpty();
    now.addAndGet(SECOND);
    assertThat(picker.takeOver("b")).hasValue(new Takeover<>(late, "slow", true));
    now.addAndGet(60 * SECOND);
    assertThat(picker.takeOver("c")).as("asked of two").isEmpty();
    assertThat(picker.verified("b", late)).containsExactly("slow");
    assertThat(picker.outstanding("slow")).isZero();
  }

  @Test
  void noBegunPieceIsAskedForTwiceWhileSomebodyHasAnUnaskedOne() {
    PiecePicker<String> picker = picker(2, 1);
    picker.holds("a", 0);
    picker.holds("b", 0);
    picker.holds("c", 1);
    assertThat(picker.pick("a")).hasValue(0);
    now.addAndGet(60 * SECOND);
    assertThat(picker.takeOver("b")).isEmpty();
    assertThat(picker.pick("c")).hasValue(1);
    assertThat(picker.takeOver("b")).hasValue(new Takeover<>(0, "a", true));
  }

  @Test
  void theWinnerNamesTheLosers() {
    PiecePicker<String> picker = picker(1, 1);
    holdsAll(picker, "a", 1);
    holdsAll(picker, "b", 1);
    picker.pick("a");
    now.addAndGet(SECOND);
    picker.takeOver("b");
    assertThat(picker.verified("b", 0)).containsExactly("a");
    assertThat(picker.verified("a", 0)).as("the loser's piece came all the same").isEmpty();
    assertThat(picker.missing()).isZero();
    picker.giveBack("a", 0);
    assertThat(picker.pick("a")).as("a verified piece is never asked again").isEmpty();
  }
}
