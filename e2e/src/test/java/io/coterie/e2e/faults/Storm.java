package io.coterie.e2e.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Faults one after another. */
final class Storm {

  /**
   * One fault that struck.
   *
   * @param begin by {@link System#nanoTime}
   * @param outage whether no tracker could serve
   */
  record Struck(String name, long begin, long end, boolean outage) {

    boolean overlaps(Traffic.Call call) {
      return call.begin() < end && call.end() > begin;
    }
  }

  /** Clients that wait between two attempts notice the end of an outage late. */
  private static final Duration RECOVERY = Duration.ofSeconds(3);

  private final Random random;
  private final Duration longest;
  private final List<Struck> struck = new ArrayList<>();

  /**
   * @param longest how long a fault lasts at most
   */
  Storm(long seed, Duration longest) {
    this.random = new Random(seed);
    this.longest = longest;
  }

  /**
   * Strikes until the time is over. Blocks.
   *
   * @param order faults to strike once, one after another, however long that takes
   * @param further faults for the rest of the time, in an order that the seed gives
   */
  void rage(List<Fault> order, List<Fault> further, Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    List<Fault> next = new ArrayList<>(order);
    while (struck.size() < order.size() || System.nanoTime() < end) {
      if (next.isEmpty()) {
        next.addAll(further);
        Collections.shuffle(next, random);
      }
      strike(next.remove(0));
      pause(Duration.ofMillis(500), Duration.ofMillis(1500));
    }
  }

  private void strike(Fault fault) throws InterruptedException {
    long begin = System.nanoTime();
    boolean outage = fault.strike();
    try {
      pause(longest.dividedBy(4), longest);
    } finally {
      fault.mend();
    }
    struck.add(new Struck(fault.name(), begin, System.nanoTime() + RECOVERY.toNanos(), outage));
  }

  private void pause(Duration least, Duration most) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(random.nextLong(least.toNanos(), most.toNanos()));
  }

  /** Which faults struck, and how often. */
  Map<String, Long> struck() {
    return struck.stream()
        .collect(Collectors.groupingBy(Struck::name, TreeMap::new, Collectors.counting()));
  }

  /** How calls did while a tracker and the store served. */
  Map<String, Phases.Phase> phases(List<Traffic.Call> calls) {
    return Phases.of(calls, struck);
  }
}
