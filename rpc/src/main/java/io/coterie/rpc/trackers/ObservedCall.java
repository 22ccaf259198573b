package io.coterie.rpc.trackers;

import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** A call on one tracker that goes nowhere else, watched for what it tells of the tracker. */
final class ObservedCall<Q, A> extends SimpleForwardingClientCall<Q, A> {

  private final TrackerSet trackers;
  private final Tracker tracker;
  private volatile boolean cancelled;

  ObservedCall(ClientCall<Q, A> call, TrackerSet trackers, Tracker tracker) {
    super(call);
    this.trackers = trackers;
    this.tracker = tracker;
  }

  @Override
  public void start(Listener<A> listener, Metadata headers) {
    long begin = trackers.now();
    super.start(
        new SimpleForwardingClientCallListener<>(listener) {
          private boolean answered;

          @Override
          public void onHeaders(Metadata received) {
            answer();
            super.onHeaders(received);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            if (Verdict.isAnswer(status)) {
              answer();
            } else if (!cancelled) {
              trackers.failed(tracker, Verdict.reason(status, trailers));
            }
            super.onClose(status, trailers);
          }

          private void answer() {
            if (!answered) {
              answered = true;
              trackers.answered(tracker, begin);
            }
          }
        },
        headers);
  }

  @Override
  public void cancel(@Nullable String message, @Nullable Throwable cause) {
    cancelled = true;
    super.cancel(message, cause);
  }
}
