package io.coterie.e2e.faults;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What all clients asked for and what came of it, as they saw it. Thread-safe. */
final class History {

  /** How often one change was asked for, by outcome. */
  record Tally(int acknowledged, int refused, int unknown) {

    static final Tally NONE = new Tally(0, 0, 0);

    private Tally plus(Outcome outcome) {
      return switch (outcome) {
        case ACKNOWLEDGED -> new Tally(acknowledged + 1, refused, unknown);
        case REFUSED -> new Tally(acknowledged, refused + 1, unknown);
        case UNKNOWN -> new Tally(acknowledged, refused, unknown + 1);
      };
    }

    private Tally plus(Tally other) {
      return new Tally(
          acknowledged + other.acknowledged, refused + other.refused, unknown + other.unknown);
    }
  }

  private final Map<Change, Tally> tallies = new ConcurrentHashMap<>();

  void add(Change change, Outcome outcome) {
    tallies.compute(change, (same, tally) -> (tally == null ? Tally.NONE : tally).plus(outcome));
  }

  Tally of(Change change) {
    return tallies.getOrDefault(change, Tally.NONE);
  }

  Tally total() {
    return tallies.values().stream().reduce(Tally.NONE, Tally::plus);
  }

  /** The changes of each group that was spoken of. */
  Map<String, Set<Change>> byGroup() {
    return tallies.keySet().stream()
        .collect(Collectors.groupingBy(Change::group, Collectors.toSet()));
  }
}
