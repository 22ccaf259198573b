package io.coterie.e2e.faults;

import io.coterie.e2e.faults.History.Tally;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds what clients were told against what the trackers have on record. Each change that was
 * acknowledged must be there once, each with an unknown outcome at most once, none that was
 * refused; and the records must explain the state that the trackers show, so that no change is
 * there in part.
 */
final class Checker {

  private final List<String> lost = new ArrayList<>();
  private final List<String> doubled = new ArrayList<>();
  private final List<String> refusedApplied = new ArrayList<>();
  private final List<String> contradictions = new ArrayList<>();
  private long events;
  private long unknownApplied;

  private Checker() {}

  /**
   * Compares a finished run with the state it left.
   *
   * @param shown all groups by name
   */
  static Findings check(History history, Map<String, GroupState> shown) {
    Checker checker = new Checker();
    Map<String, Set<Change>> told = history.byGroup();
    Set<String> groups = new HashSet<>(told.keySet());
    groups.addAll(shown.keySet());
    for (String group : groups) {
      Map<Change, Integer> applied = Map.of();
      if (shown.containsKey(group)) {
        Replay replay = Replay.of(group, shown.get(group));
        checker.contradictions.addAll(replay.impossible());
        applied = replay.applied();
      }
      Set<Change> changes = new HashSet<>(told.getOrDefault(group, Set.of()));
      changes.addAll(applied.keySet());
      for (Change change : changes) {
        checker.compare(change, history.of(change), applied.getOrDefault(change, 0));
      }
    }
    return new Findings(
        shown.size(),
        checker.events,
        history.total(),
        checker.unknownApplied,
        checker.lost,
        checker.doubled,
        checker.refusedApplied,
        checker.contradictions);
  }

  private void compare(Change change, Tally told, int applied) {
    events += applied;
    unknownApplied += Math.max(0, Math.min(applied - told.acknowledged(), told.unknown()));
    String what = change + " is on record " + applied + " times; clients were told " + told;
    if (applied < told.acknowledged()) {
      lost.add(what);
    } else if (applied > told.acknowledged() + told.unknown() + told.refused()) {
      doubled.add(what);
    } else if (applied > told.acknowledged() + told.unknown()) {
      refusedApplied.add(what);
    }
  }
}
