package io.coterie.shell.app;

import io.coterie.rpc.error.Failure;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.trackers.TrackerState;
import io.coterie.rpc.trackers.TrackerState.Condition;
import io.coterie.tracker.v1.GetTrustBundleRequest;
import io.coterie.tracker.v1.GetTrustBundleResponse;
import io.coterie.tracker.v1.TrustServiceGrpc;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One question to one tracker, to see whether and how fast it answers. */
final class TrackerProbe implements StreamObserver<GetTrustBundleResponse> {
  private static final long DEADLINE_SECONDS = 2;

  private final HostPort address;
  private final boolean preferred;
  private final long asked = System.nanoTime();
  private final CompletableFuture<TrackerState> state = new CompletableFuture<>();

  private TrackerProbe(TrackerState before) {
    address = before.address();
    preferred = before.preferred();
  }

  /** Asks; the future always ends well, with a state that says how it went. */
  static CompletableFuture<TrackerState> ask(TrackerState before, Channel tracker) {
    TrackerProbe probe = new TrackerProbe(before);
    TrustServiceGrpc.newStub(tracker)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .getTrustBundle(GetTrustBundleRequest.getDefaultInstance(), probe);
    return probe.state;
  }

  @Override
  public void onNext(GetTrustBundleResponse answer) {
    Duration latency = Duration.ofNanos(System.nanoTime() - asked);
    state.complete(
        new TrackerState(
            address, Condition.ANSWERING, preferred, Optional.of(latency), Optional.empty()));
  }

  @Override
  public void onError(Throwable thrown) {
    String why = Failure.of(thrown).message();
    state.complete(
        new TrackerState(
            address, Condition.FAILING, preferred, Optional.empty(), Optional.of(why)));
  }

  @Override
  public void onCompleted() {
    // The answer has come before.
  }
}
