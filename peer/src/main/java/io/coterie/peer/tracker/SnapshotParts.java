package io.coterie.peer.tracker;

import com.google.protobuf.Timestamp;
import io.coterie.tracker.v1.Snapshot;
import java.util.Optional;

/**
 * Puts the parts of a snapshot together. Its time is the latest that was told meanwhile, as the
 * parts may have been long in coming. Confined to one thread.
 */
final class SnapshotParts {
  private final Snapshot.Builder whole = Snapshot.newBuilder();

  /** Takes a part; returns the whole once this was the last. */
  Optional<Snapshot> add(Snapshot part) {
    Timestamp time = whole.getTrackerTime();
    whole.mergeFrom(part).setTrackerTime(time);
    tell(part.getTrackerTime());
    return part.getMore() ? Optional.empty() : Optional.of(whole.clearMore().build());
  }

  /** Takes the tracker's time. */
  void tell(Timestamp time) {
    if (Times.instant(time).isAfter(Times.instant(whole.getTrackerTime()))) {
      whole.setTrackerTime(time);
    }
  }
}
