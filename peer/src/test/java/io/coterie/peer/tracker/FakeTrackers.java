package io.coterie.peer.tracker;

import io.coterie.rpc.net.HostPort;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.List;

/** Some fake trackers, preferred in the order given; calls to any go to the first. */
final class FakeTrackers implements Trackers {
  private final List<FakeTracker> all;
  private final List<String> suspects = new ArrayList<>();

  FakeTrackers(FakeTracker... all) {
    this.all = List.of(all);
  }

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

  @Override
  public void suspect(HostPort tracker, String reason) {
    suspects.add(tracker + " " + reason);
  }

  /** What was said about trackers. */
  List<String> suspects() {
    return suspects;
  }
}
