package io.coterie.rpc.error;

import io.coterie.rpc.flow.Unsent;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maps whatever a service throws, or hands to {@code onError}, to a status; the outermost
 * interceptor.
 *
 * <ul>
 *   <li>{@link Refusal}: the status of its reason.
 *   <li>A gRPC status that has details, as one passed on from another service of ours: unchanged.
 *   <li>A status without details that gRPC itself gives to a call that got no answer (CANCELLED,
 *       DEADLINE_EXCEEDED, UNAVAILABLE, UNIMPLEMENTED): unchanged.
 *   <li>Everything else is a fault of this server: INTERNAL with an incident number, under which
 *       the log has the cause. Nothing of the cause reaches the caller.
 * </ul>
 */
public final class ErrorInterceptor implements ServerInterceptor {

  private static final Logger log = LoggerFactory.getLogger(ErrorInterceptor.class);

  private static final Set<Status.Code> CODES_OF_GRPC_ITSELF =
      EnumSet.of(
          Status.Code.CANCELLED,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.UNAVAILABLE,
          Status.Code.UNIMPLEMENTED);

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    MappingCall<Q, A> mapping = new MappingCall<>(call);
    try {
      return new MappingListener<>(next.startCall(mapping, headers), mapping);
    } catch (RuntimeException e) {
      mapping.fail(e);
      return new ServerCall.Listener<>() {};
    }
  }

  /** Lets only statuses pass that follow the rules, and only one. */
  private static final class MappingCall<Q, A> extends SimpleForwardingServerCall<Q, A> {

    private final AtomicBoolean closed = new AtomicBoolean();

    MappingCall(ServerCall<Q, A> delegate) {
      super(delegate);
    }

    @Override
    public void sendMessage(A message) {
      if (closed.get()) {
        Unsent.discard(message);
      } else {
        super.sendMessage(message);
      }
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (status.isOk() || StatusFactory.hasDetails(trailers)) {
        closeOnce(status, trailers);
      } else if (status.getCause() != null && refusalIn(status.getCause()) != null) {
        fail(status.getCause());
      } else if (CODES_OF_GRPC_ITSELF.contains(status.getCode())) {
        closeOnce(status, trailers);
      } else {
        fail(status.asRuntimeException(trailers));
      }
    }

    void fail(Throwable thrown) {
      StatusRuntimeException mapped = map(thrown);
      Metadata trailers = mapped.getTrailers();
      closeOnce(mapped.getStatus(), trailers == null ? new Metadata() : trailers);
    }

    private StatusRuntimeException map(Throwable thrown) {
      Refusal refusal = refusalIn(thrown);
      if (refusal != null) {
        return StatusFactory.toException(refusal);
      }
      if (thrown instanceof StatusRuntimeException || thrown instanceof StatusException) {
        Status status = Status.fromThrowable(thrown);
        Metadata trailers = Status.trailersFromThrowable(thrown);
        if (CODES_OF_GRPC_ITSELF.contains(status.getCode())
            || (trailers != null && StatusFactory.hasDetails(trailers))) {
          return status.asRuntimeException(trailers);
        }
      }
      String incident = String.format("%08x", ThreadLocalRandom.current().nextInt());
      log.error(
          "incident {}: {} failed", incident, getMethodDescriptor().getFullMethodName(), thrown);
      return StatusFactory.toException(
          new Refusal(
                  ErrorReason.ERROR_REASON_INTERNAL,
                  "the server failed; its log has the cause under incident " + incident)
              .withMetadata("incident", incident));
    }

    private void closeOnce(Status status, Metadata trailers) {
      if (closed.compareAndSet(false, true)) {
        super.close(status, trailers);
      }
    }

    private static @Nullable Refusal refusalIn(Throwable thrown) {
      for (Throwable t = thrown; t != null; t = t.getCause()) {
        if (t instanceof Refusal refusal) {
          return refusal;
        }
      }
      return null;
    }
  }

  /** Ends the call when a callback throws; after that the service hears only its end. */
  private static final class MappingListener<Q> extends SimpleForwardingServerCallListener<Q> {

    private final MappingCall<Q, ?> call;
    private boolean failed;

    MappingListener(ServerCall.Listener<Q> delegate, MappingCall<Q, ?> call) {
      super(delegate);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      guard(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      guard(super::onHalfClose);
    }

    @Override
    public void onReady() {
      guard(super::onReady);
    }

    @Override
    public void onCancel() {
      end(super::onCancel);
    }

    @Override
    public void onComplete() {
      end(super::onComplete);
    }

    private void guard(Runnable callback) {
      if (failed) {
        return;
      }
      try {
        callback.run();
      } catch (RuntimeException e) {
        failed = true;
        call.fail(e);
      }
    }

    private void end(Runnable callback) {
      try {
        callback.run();
      } catch (RuntimeException e) {
        log.error("{}: clean-up failed", call.getMethodDescriptor().getFullMethodName(), e);
      }
    }
  }
}
