package io.coterie.peer.tracker;

import io.coterie.rpc.net.HostPort;
import io.grpc.Channel;
import java.util.List;

/** The ways to the deployment's trackers. Thread-safe. */
public interface Trackers {
  /** The trackers in use, the one to be preferred now first; at least one. */
  List<HostPort> inOrder();

  /** The way to one of them. */
  Channel channel(HostPort tracker);

  /** The way to whichever answers; fails over by itself. */
  Channel any();
}
