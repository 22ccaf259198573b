package io.coterie.rpc.validate;

import com.google.protobuf.Message;
import io.coterie.rpc.error.FieldViolation;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Refuses requests that break the limits declared in the protos, each message of a stream too, and
 * unary calls without a request, and (with {@link MalformedRequests}) what is no message at all,
 * before the service sees them.
 */
public final class ValidationInterceptor implements ServerInterceptor {

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    boolean single = call.getMethodDescriptor().getType().clientSendsOneMessage();
    return new CheckingListener<>(next.startCall(call, headers), single);
  }

  private static final class CheckingListener<Q> extends SimpleForwardingServerCallListener<Q> {

    private final boolean single;
    private boolean received;

    CheckingListener(ServerCall.Listener<Q> delegate, boolean single) {
      super(delegate);
      this.single = single;
    }

    @Override
    public void onMessage(Q request) {
      received = true;
      if (request == null) {
        throw new Refusal(
            ErrorReason.ERROR_REASON_FIELD_INVALID,
            "the request is not a protobuf message of the type that this call takes");
      }
      if (request instanceof Message message) {
        refuse(MessageRules.violations(message));
      }
      super.onMessage(request);
    }

    @Override
    public void onHalfClose() {
      if (single && !received) {
        throw new Refusal(
            ErrorReason.ERROR_REASON_FIELD_INVALID,
            "this call takes exactly one request message, and none came");
      }
      super.onHalfClose();
    }

    private static void refuse(List<FieldViolation> violations) {
      if (!violations.isEmpty()) {
        String all =
            violations.stream().map(FieldViolation::toString).collect(Collectors.joining("; "));
        throw new Refusal(
                ErrorReason.ERROR_REASON_FIELD_INVALID, "the request cannot be used: " + all)
            .withFields(violations);
      }
    }
  }
}
