package io.coterie.peer.app;

import io.coterie.peer.tracker.Trackers;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.trackers.TrackerChannel;
import io.coterie.rpc.trackers.TrackerState;
import io.grpc.Channel;
import java.util.Comparator;
import java.util.List;

/** The trackers over the one channel to all of them. */
record GrpcTrackers(TrackerChannel trackers) implements Trackers {
  private static final Comparator<TrackerState> BEST_FIRST =
      Comparator.comparing((TrackerState state) -> !state.preferred())
          .thenComparing(state -> state.condition() == TrackerState.Condition.FAILING);

  @Override
  public List<HostPort> inOrder() {
    return trackers.states().stream().sorted(BEST_FIRST).map(TrackerState::address).toList();
  }

  @Override
  public Channel channel(HostPort tracker) {
    return trackers.of(tracker);
  }

  @Override
  public Channel any() {
    return trackers;
  }
}
