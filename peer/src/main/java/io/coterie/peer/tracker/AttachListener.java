package io.coterie.peer.tracker;

import io.coterie.rpc.net.HostPort;
import io.coterie.tracker.v1.AttachResponse;
import io.coterie.tracker.v1.Snapshot;

/** Hears what comes of being attached. Called on the client's scheduler; must not block. */
interface AttachListener {
  /** Attached; events from now on go on from this state. */
  void attached(HostPort tracker, Snapshot snapshot);

  /** Something happened, or time passed. */
  void event(AttachResponse event);

  /** All trackers were tried in vain; says why for each. Told once until attached again. */
  void cutOff(String why);
}
