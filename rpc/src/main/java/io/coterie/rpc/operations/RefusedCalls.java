package io.coterie.rpc.operations;

import io.coterie.rpc.error.Failure;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;

/**
 * Counts what callers are refused, by the reason that they are told; streams that are ended for a
 * reason too. Methods and reasons are those of the contract, so there are few.
 */
final class RefusedCalls implements ServerInterceptor {

  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("grpc.method");
  private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");

  private final LongCounter refused;

  RefusedCalls(Instruments instruments) {
    refused =
        instruments
            .meter()
            .counterBuilder("coterie.calls.refused")
            .setUnit("{call}")
            .setDescription("Calls and streams that were refused or ended for a reason")
            .build();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String method = call.getMethodDescriptor().getFullMethodName();
    return next.startCall(
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            if (!status.isOk()) {
              count(method, Failure.of(status, trailers));
            }
            super.close(status, trailers);
          }
        },
        headers);
  }

  private void count(String method, Failure failure) {
    if (failure.reason() != ErrorReason.ERROR_REASON_UNSPECIFIED) {
      refused.add(1, Attributes.of(METHOD, method, REASON, failure.reasonName()));
    }
  }
}
