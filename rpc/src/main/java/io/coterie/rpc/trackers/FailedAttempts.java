package io.coterie.rpc.trackers;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;

/** Which trackers gave no answer to a call, and why. Not thread-safe. */
final class FailedAttempts {

  private final List<String> failures = new ArrayList<>();
  private final List<String> untrusted = new ArrayList<>();

  void add(Tracker tracker, Status status, Metadata trailers) {
    failures.add(tracker.address() + " " + Verdict.reason(status, trailers));
    Verdict.untrusted(status)
        .ifPresent(why -> untrusted.add("tracker " + tracker.address() + " " + why));
  }

  /** An authority that is not trusted is what the user must hear of first. */
  Refusal nobodyAnswered() {
    return untrusted.isEmpty()
        ? new Refusal(
            ErrorReason.ERROR_REASON_NO_TRACKER,
            "no tracker answered: " + String.join("; ", failures))
        : new Refusal(ErrorReason.ERROR_REASON_TRACKER_NOT_TRUSTED, untrusted.get(0));
  }
}
