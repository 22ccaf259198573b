package io.coterie.shell.app;

import io.coterie.tracker.v1.GetTrustBundleRequest;
import io.coterie.tracker.v1.GetTrustBundleResponse;
import io.coterie.tracker.v1.TrustServiceGrpc;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One question to one tracker, asked so that its channel learns how the tracker is doing. */
final class TrackerProbe implements StreamObserver<GetTrustBundleResponse> {
  private static final long DEADLINE_SECONDS = 2;

  private final CompletableFuture<Boolean> answered = new CompletableFuture<>();

  private TrackerProbe() {}

  /** Asks; the future ends well within two seconds and says whether there was an answer. */
  static CompletableFuture<Boolean> ask(Channel tracker) {
    TrackerProbe probe = new TrackerProbe();
    TrustServiceGrpc.newStub(tracker)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .getTrustBundle(GetTrustBundleRequest.getDefaultInstance(), probe);
    return probe.answered;
  }

  @Override
  public void onNext(GetTrustBundleResponse answer) {
    // What it says does not matter here.
  }

  @Override
  public void onError(Throwable thrown) {
    answered.complete(false);
  }

  @Override
  public void onCompleted() {
    answered.complete(true);
  }
}
