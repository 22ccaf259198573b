package io.coterie.tracker.presence;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * Goes round a changing set in parts. What comes to the set during a round has its turn in the
 * next. Used by one thread.
 */
final class Round {

  /** In how many parts it goes round a large set. */
  static final int PARTS = 60;

  /** A part is no smaller. */
  static final int LEAST = 100;

  private final Supplier<Collection<String>> everything;
  private final Deque<String> left = new ArrayDeque<>();
  private int share;

  Round(Supplier<Collection<String>> everything) {
    this.everything = everything;
  }

  /** Begins a round. */
  void begin() {
    left.clear();
    left.addAll(everything.get());
    share = Math.max(LEAST, (left.size() + PARTS - 1) / PARTS);
  }

  /** Whether the round is at its end. */
  boolean isOver() {
    return left.isEmpty();
  }

  /** The next part, of a new round if the last is over. */
  List<String> next() {
    if (isOver()) {
      begin();
    }
    List<String> part = new ArrayList<>(Math.min(share, left.size()));
    while (part.size() < share && !left.isEmpty()) {
      part.add(left.remove());
    }
    return part;
  }
}
