package io.coterie.rpc.server;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Gives each call an id, under {@value #REQUEST} in the logging context of whatever is done for it,
 * and logs its end at INFO with method, caller's address, status and duration. The id is the
 * request_id that the caller made for a change, otherwise a random one. Nothing else of a request,
 * a response or the metadata is logged. For unary calls and streams of few messages.
 */
public final class CallLog implements ServerInterceptor {

  /** The key of the id in the logging context. */
  public static final String REQUEST = "request";

  private static final Logger log = LoggerFactory.getLogger(CallLog.class);

  /** What a caller made is taken over only if it cannot disturb a line. */
  private static final Pattern PLAIN = Pattern.compile("[0-9A-Za-z-]{1,64}");

  private static final double NANOS_PER_MILLI = 1e6;

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String service = String.valueOf(call.getMethodDescriptor().getServiceName());
    if (service.startsWith("grpc.")) {
      return next.startCall(call, headers);
    }
    LoggedCall<Q, A> logged = new LoggedCall<>(call);
    MDC.put(REQUEST, logged.id);
    try {
      return new LoggedListener<>(next.startCall(logged, headers), logged);
    } finally {
      MDC.remove(REQUEST);
    }
  }

  private static final class LoggedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {

    private final long begin = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());

    LoggedCall(ServerCall<Q, A> delegate) {
      super(delegate);
    }

    /** Runs a step of the call with its id in the logging context; steps may be nested. */
    void within(Runnable step) {
      String outer = MDC.get(REQUEST);
      MDC.put(REQUEST, id);
      try {
        step.run();
      } finally {
        if (outer == null) {
          MDC.remove(REQUEST);
        } else {
          MDC.put(REQUEST, outer);
        }
      }
    }

    void take(Object request) {
      if (request instanceof Message message) {
        FieldDescriptor field = message.getDescriptorForType().findFieldByName("request_id");
        if (field != null
            && message.getField(field) instanceof String made
            && PLAIN.matcher(made).matches()) {
          id = made;
        }
      }
    }

    @Override
    public void close(Status status, Metadata trailers) {
      end(status.getCode());
      super.close(status, trailers);
    }

    private String peer() {
      return getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress from
          ? from.getAddress().getHostAddress() + ":" + from.getPort()
          : "in-process";
    }

    void end(Status.Code status) {
      if (log.isInfoEnabled() && ended.compareAndSet(false, true)) {
        within(
            () ->
                log.atInfo()
                    .addKeyValue("method", getMethodDescriptor().getFullMethodName())
                    .addKeyValue("peer", peer())
                    .addKeyValue("status", status)
                    .addKeyValue("millis", (System.nanoTime() - begin) / NANOS_PER_MILLI)
                    .log("call"));
      }
    }
  }

  private static final class LoggedListener<Q> extends SimpleForwardingServerCallListener<Q> {

    private final LoggedCall<Q, ?> call;
    private boolean first = true;

    LoggedListener(ServerCall.Listener<Q> delegate, LoggedCall<Q, ?> call) {
      super(delegate);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      if (first) {
        first = false;
        call.take(message);
      }
      call.within(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      call.within(super::onHalfClose);
    }

    @Override
    public void onCancel() {
      call.end(Status.Code.CANCELLED);
      call.within(super::onCancel);
    }

    @Override
    public void onComplete() {
      call.within(super::onComplete);
    }
  }
}
