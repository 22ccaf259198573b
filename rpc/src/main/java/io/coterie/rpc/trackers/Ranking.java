package io.coterie.rpc.trackers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The order in which trackers are asked: the preferred first, those that fail last, longest ago
 * first among them. It begins at random, so that clients spread over trackers, and then changes
 * only when a tracker fails or recovers. Thread-safe.
 */
final class Ranking {

  private final List<Tracker> listed;
  private volatile List<Tracker> order;

  Ranking(List<Tracker> trackers, Random random) {
    listed = List.copyOf(trackers);
    List<Tracker> shuffled = new ArrayList<>(trackers);
    Collections.shuffle(shuffled, random);
    order = List.copyOf(shuffled);
  }

  /** All trackers in the order of trackerinfo.txt. */
  List<Tracker> listed() {
    return listed;
  }

  /** All trackers in the order in which to ask them now. */
  List<Tracker> order() {
    return order;
  }

  Tracker preferred() {
    return order.get(0);
  }

  /** Whether the tracker is among the first so many. */
  boolean isAmongFirst(Tracker tracker, int count) {
    return order.indexOf(tracker) < count;
  }

  /** Puts a tracker that has begun to fail behind all others. */
  synchronized void putBehind(Tracker tracker) {
    List<Tracker> next = new ArrayList<>(order);
    next.remove(tracker);
    next.add(tracker);
    order = List.copyOf(next);
  }

  /** Puts a tracker that answers again before those that fail. */
  synchronized void putBeforeFailing(Tracker tracker) {
    List<Tracker> next = new ArrayList<>(order);
    next.remove(tracker);
    int place = 0;
    while (place < next.size() && !next.get(place).isFailing()) {
      place++;
    }
    next.add(place, tracker);
    order = List.copyOf(next);
  }
}
