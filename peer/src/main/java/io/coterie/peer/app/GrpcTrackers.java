package io.coterie.peer.app;

import io.coterie.peer.tracker.Trackers;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.trackers.TrackerChannel;
import io.coterie.rpc.trackers.TrackerState;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** The trackers over the one channel to all of them; of many, the best three. */
final class GrpcTrackers implements Trackers {
  private static final int IN_USE = 3;

  private final TrackerChannel trackers;

  /** A random order, so that not all peers choose the same of many. */
  private final List<HostPort> shuffled;

  GrpcTrackers(TrackerChannel trackers, List<HostPort> entries, Random random) {
    this.trackers = trackers;
    List<HostPort> order = new ArrayList<>(entries);
    Collections.shuffle(order, random);
    this.shuffled = List.copyOf(order);
  }

  @Override
  public List<HostPort> inOrder() {
    return trackers.states().stream()
        .sorted(
            Comparator.comparing((TrackerState state) -> !state.preferred())
                .thenComparing(state -> state.condition() == TrackerState.Condition.FAILING)
                .thenComparing(state -> shuffled.indexOf(state.address())))
        .limit(IN_USE)
        .map(TrackerState::address)
        .toList();
  }

  @Override
  public Channel channel(HostPort tracker) {
    return trackers.of(tracker);
  }

  @Override
  public Channel any() {
    return trackers;
  }

  @Override
  public void suspect(HostPort tracker, String reason) {
    trackers.suspect(tracker, reason);
  }
}
