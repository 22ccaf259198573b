package io.coterie.e2e.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How long calls took while a tracker and the store served, by the fault of that time. */
final class Phases {

  /** The phase of calls that met no fault; what is slow in it is the machine. */
  static final String QUIET = "no fault";

  private Phases() {}

  /**
   * The calls of one phase.
   *
   * @param slow how many took over two seconds
   */
  record Phase(int calls, long slow, Duration median, Duration longest) {

    static Phase of(List<Traffic.Call> calls) {
      List<Duration> sorted = calls.stream().map(Traffic.Call::took).sorted().toList();
      return new Phase(
          calls.size(),
          calls.stream().filter(Traffic.Call::isSlow).count(),
          sorted.get(sorted.size() / 2),
          sorted.get(sorted.size() - 1));
    }

    @Override
    public String toString() {
      return "%d of %d calls, median %d ms, longest %d ms"
          .formatted(slow, calls, median.toMillis(), longest.toMillis());
    }
  }

  /** Leaves out what overlaps with an outage, where calls have to wait. */
  static Map<String, Phase> of(List<Traffic.Call> calls, List<Storm.Struck> struck) {
    Map<String, List<Traffic.Call>> byFault = new TreeMap<>();
    for (Traffic.Call call : calls) {
      nameOf(call, struck)
          .ifPresent(name -> byFault.computeIfAbsent(name, none -> new ArrayList<>()).add(call));
    }
    Map<String, Phase> phases = new TreeMap<>();
    byFault.forEach((name, its) -> phases.put(name, Phase.of(its)));
    return phases;
  }

  private static Optional<String> nameOf(Traffic.Call call, List<Storm.Struck> struck) {
    List<Storm.Struck> met = struck.stream().filter(fault -> fault.overlaps(call)).toList();
    if (met.stream().anyMatch(Storm.Struck::outage)) {
      return Optional.empty();
    }
    return Optional.of(met.isEmpty() ? QUIET : met.get(0).name());
  }
}
