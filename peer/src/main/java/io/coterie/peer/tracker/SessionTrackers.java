package io.coterie.peer.tracker;

import io.coterie.rpc.net.HostPort;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import java.util.List;

/** The trackers, with every call carrying the session. */
record SessionTrackers(Trackers trackers, ClientInterceptor session) implements Trackers {
  @Override
  public List<HostPort> inOrder() {
    return trackers.inOrder();
  }

  @Override
  public Channel channel(HostPort tracker) {
    return ClientInterceptors.intercept(trackers.channel(tracker), session);
  }

  @Override
  public Channel any() {
    return ClientInterceptors.intercept(trackers.any(), session);
  }

  @Override
  public void suspect(HostPort tracker, String reason) {
    trackers.suspect(tracker, reason);
  }
}
