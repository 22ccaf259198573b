package io.coterie.peer.tracker;

import io.coterie.rpc.net.HostPort;
import io.grpc.Channel;
import java.util.List;

/** Some fake trackers, preferred in the order given. */
record FakeTrackers(List<FakeTracker> all) implements Trackers {
  @Override
  public List<HostPort> inOrder() {
    return all.stream().map(tracker -> tracker.address).toList();
  }

  @Override
  public Channel channel(HostPort address) {
    return all.stream()
        .filter(tracker -> tracker.address.equals(address))
        .findFirst()
        .orElseThrow()
        .channel();
  }

  @Override
  public Channel any() {
    return all.get(0).channel();
  }
}
