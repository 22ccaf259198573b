package io.coterie.peer.tracker;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Unary calls as futures. */
final class TrackerCalls {
  /** Longer than a fail-over to another tracker takes. */
  private static final int DEADLINE_SECONDS = 10;

  private TrackerCalls() {}

  /**
   * Calls with a deadline of ten seconds; the future fails with the call's status. Cancelling the
   * future cancels the call.
   */
  static <Q, R> CompletableFuture<R> call(
      Channel channel, MethodDescriptor<Q, R> method, Q request) {
    ClientCall<Q, R> call =
        channel.newCall(
            method, CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS));
    CompletableFuture<R> result =
        new CompletableFuture<>() {
          @Override
          public boolean cancel(boolean mayInterrupt) {
            call.cancel("the answer is not needed any more", null);
            return super.cancel(mayInterrupt);
          }
        };
    ClientCalls.asyncUnaryCall(
        call,
        request,
        new StreamObserver<R>() {
          private @Nullable R answer;

          @Override
          public void onNext(R value) {
            answer = value;
          }

          @Override
          public void onError(Throwable failure) {
            result.completeExceptionally(failure);
          }

          @Override
          public void onCompleted() {
            result.complete(answer);
          }
        });
    return result;
  }
}
