package io.coterie.peer.tracker;

import io.coterie.tracker.v1.Delivery;
import io.coterie.tracker.v1.Endpoint;
import io.coterie.tracker.v1.SharedFile;
import java.util.List;

/** What an attached peer says about itself. Called on the thread of the attach stream. */
public interface PresenceReport {
  /** Where other peers reach it, in the order in which to try; at most 8. */
  List<Endpoint> endpoints();

  /** All that it shares now. */
  List<SharedFile> shares();

  /** Takes up to {@code max} deliveries that were not reported yet; they are not given again. */
  List<Delivery> takeDeliveries(int max);
}
