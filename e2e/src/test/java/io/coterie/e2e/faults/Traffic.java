package io.coterie.e2e.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** The calls of a run: how many, how many by hand, when, and what no client should see. */
final class Traffic {

  /** When a call began and ended, by {@link System#nanoTime}. */
  record Call(long begin, long end) {

    /** Longer than a user of a deployment with a working tracker should wait. */
    private static final Duration SLOW = Duration.ofSeconds(2);

    Duration took() {
      return Duration.ofNanos(end - begin);
    }

    boolean isSlow() {
      return took().compareTo(SLOW) > 0;
    }
  }

  private static final int KEPT = 1_000_000;
  private static final int MOST_SURPRISES = 100;

  private final LongAdder count = new LongAdder();
  private final LongAdder repeats = new LongAdder();
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final Queue<String> surprises = new ConcurrentLinkedQueue<>();

  void call(long begin, long end) {
    count.increment();
    if (count.sum() <= KEPT) {
      calls.add(new Call(begin, end));
    }
  }

  /** A change was asked for again with its request id. */
  void repeated() {
    repeats.increment();
  }

  /** A tracker answered as it never should. */
  void surprise(String what) {
    if (surprises.size() < MOST_SURPRISES) {
      surprises.add(what);
    }
  }

  long count() {
    return count.sum();
  }

  long repeats() {
    return repeats.sum();
  }

  /** The first million of them. */
  List<Call> calls() {
    return new ArrayList<>(calls);
  }

  List<String> surprises() {
    return new ArrayList<>(surprises);
  }
}
