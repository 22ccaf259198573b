package io.coterie.e2e.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** The calls of a run: how many, how many by hand, how slow, and what no client should see. */
final class Traffic {

  /** A call that took longer than a user of a deployment with a working tracker should wait. */
  record Slow(long beginNanos, long endNanos, String what) {}

  private static final long SLOW_NANOS = 2_000_000_000L;
  private static final int KEPT = 100_000;

  private final LongAdder calls = new LongAdder();
  private final LongAdder repeats = new LongAdder();
  private final Queue<Slow> slow = new ConcurrentLinkedQueue<>();
  private final Queue<String> surprises = new ConcurrentLinkedQueue<>();

  void call(long begin, long end, String what) {
    calls.increment();
    if (end - begin > SLOW_NANOS && slow.size() < KEPT) {
      slow.add(new Slow(begin, end, what));
    }
  }

  /** A change was asked for again with its request id. */
  void repeated() {
    repeats.increment();
  }

  /** A tracker answered as it never should. */
  void surprise(String what) {
    if (surprises.size() < KEPT) {
      surprises.add(what);
    }
  }

  long calls() {
    return calls.sum();
  }

  long repeats() {
    return repeats.sum();
  }

  List<Slow> slow() {
    return new ArrayList<>(slow);
  }

  List<String> surprises() {
    return new ArrayList<>(surprises);
  }
}
