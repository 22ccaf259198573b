package io.coterie.peer.tracker;

import io.coterie.rpc.net.HostPort;
import io.grpc.Channel;
import java.util.List;

/** The ways to the deployment's trackers. Thread-safe. */
public interface Trackers {
  /** A few trackers, the one to be preferred now first; at least one. May change. */
  List<HostPort> inOrder();

  /** The way to one of them. */
  Channel channel(HostPort tracker);

  /** The way to whichever answers; fails over by itself. */
  Channel any();

  /**
   * Tells that a tracker is silent where it should not be, so that others are preferred to it.
   *
   * @param reason what was noticed, as a phrase to be read after the tracker's address
   */
  void suspect(HostPort tracker, String reason);
}
