package io.coterie.e2e.faults;

import java.util.List;

/**
 * What the replay of a run says.
 *
 * @param groups how many groups there are
 * @param events how many changes the trackers have on record
 * @param told what the clients were told
 * @param unknownApplied of the changes with an unknown outcome, how many took place
 * @param lost changes that were acknowledged and did not take place
 * @param doubled changes that took place more often than they were asked for
 * @param refusedApplied changes that were refused, and took place
 * @param contradictions events that could not happen, or a state that they do not lead to
 */
public record Findings(
    int groups,
    long events,
    History.Tally told,
    long unknownApplied,
    List<String> lost,
    List<String> doubled,
    List<String> refusedApplied,
    List<String> contradictions) {

  boolean isClean() {
    return lost.isEmpty()
        && doubled.isEmpty()
        && refusedApplied.isEmpty()
        && contradictions.isEmpty();
  }

  @Override
  public String toString() {
    return told.acknowledged()
        + " changes acknowledged: "
        + lost.size()
        + " lost, "
        + doubled.size()
        + " doubled, "
        + contradictions.size()
        + " half-applied; "
        + told.refused()
        + " refused: "
        + refusedApplied.size()
        + " applied; "
        + told.unknown()
        + " unknown: "
        + unknownApplied
        + " applied once; "
        + events
        + " on record in "
        + groups
        + " groups"
        + first("lost", lost)
        + first("doubled", doubled)
        + first("refused and applied", refusedApplied)
        + first("contradictions", contradictions);
  }

  private static String first(String what, List<String> all) {
    return all.isEmpty()
        ? ""
        : "\n" + what + ":\n  " + String.join("\n  ", all.stream().limit(10).toList());
  }
}
