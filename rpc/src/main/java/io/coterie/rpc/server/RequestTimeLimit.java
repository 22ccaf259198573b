package io.coterie.rpc.server;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.error.StatusFactory;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends calls of one request with REQUEST_LATE when the request is not there whole, with the end of
 * the client's side, within {@link #LIMIT} of the caller's authentication. Such a call is served
 * only then, so without a limit its sender could choose how much later than authenticated it is
 * served. What the call takes afterwards does not count.
 */
public final class RequestTimeLimit implements ServerInterceptor, AutoCloseable {

  /** How long a request may take to arrive. */
  public static final Duration LIMIT = Duration.ofSeconds(10);

  private final ScheduledExecutorService timer;

  /** Counts on the timer, which it owns. */
  public RequestTimeLimit(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  /** Counts on a daemon thread of its own. */
  static RequestTimeLimit start() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "request-timer");
              thread.setDaemon(true);
              return thread;
            },
            // What comes after the shutdown belongs to calls that are being ended.
            new ThreadPoolExecutor.DiscardPolicy());
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return new RequestTimeLimit(timer);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    ServerCall.Listener<Q> listener = next.startCall(call, headers);
    return call.getMethodDescriptor().getType().clientSendsOneMessage()
        ? new Awaiting<>(listener, call, timer)
        : listener;
  }

  /** Ends the timer. */
  @Override
  public void close() {
    timer.shutdownNow();
  }

  private static final class Awaiting<Q> extends SimpleForwardingServerCallListener<Q> {

    private final ServerCall<Q, ?> call;
    private final AtomicBoolean decided = new AtomicBoolean();
    private final Future<?> alarm;

    Awaiting(ServerCall.Listener<Q> delegate, ServerCall<Q, ?> call, ScheduledExecutorService on) {
      super(delegate);
      this.call = call;
      this.alarm = on.schedule(this::expire, LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void expire() {
      if (decided.compareAndSet(false, true)) {
        StatusRuntimeException late =
            StatusFactory.toException(
                new Refusal(
                    ErrorReason.ERROR_REASON_REQUEST_LATE,
                    "the request was not there whole within %d seconds; call again"
                        .formatted(LIMIT.toSeconds())));
        Metadata trailers = late.getTrailers();
        call.close(late.getStatus(), trailers == null ? new Metadata() : trailers);
      }
    }

    @Override
    public void onHalfClose() {
      if (decided.compareAndSet(false, true)) {
        alarm.cancel(false);
        super.onHalfClose();
      }
    }

    @Override
    public void onCancel() {
      alarm.cancel(false);
      super.onCancel();
    }

    @Override
    public void onComplete() {
      alarm.cancel(false);
      super.onComplete();
    }
  }
}
