package io.coterie.rpc.flow;

import io.grpc.stub.CallStreamObserver;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a source has for as long as the stream is ready, and ends the stream when the source
 * is finished. Never blocks and never buffers: what the other side does not take stays in the
 * source.
 *
 * <p>Thread-safe: any thread may wake, fail or stop the pump; one at a time drains, and nothing is
 * sent after the end. All use of the stream after the pump is made goes through the pump.
 */
public final class OutboundPump<T> {

  /** Where the messages come from. Called by one thread at a time; must not block. */
  public interface Source<T> {

    /** The next message, or null when there is none now; then {@link #wake} is due when one is. */
    @Nullable T next();

    /** Asked when there is no message: whether there will never be one again. */
    boolean isFinished();
  }

  private final CallStreamObserver<T> stream;
  private final Source<? extends T> source;
  private final AtomicInteger wakes = new AtomicInteger();
  private volatile @Nullable Throwable failure;
  private volatile boolean stopped;

  /** Pumps into a stream; the caller wakes the pump whenever the stream becomes ready. */
  public OutboundPump(CallStreamObserver<T> stream, Source<? extends T> source) {
    this.stream = stream;
    this.source = source;
  }

  /**
   * Pumps into the response of a call that is just being started, woken by the stream's readiness
   * and stopped by the call's cancellation.
   *
   * @param onCancel run once when the client has cancelled the call, to release what the source
   *     holds
   */
  public static <T> OutboundPump<T> respond(
      ServerCallStreamObserver<T> stream, Source<? extends T> source, Runnable onCancel) {
    OutboundPump<T> pump = new OutboundPump<>(stream, source);
    stream.setOnReadyHandler(pump::wake);
    stream.setOnCancelHandler(
        () -> {
          pump.stop();
          onCancel.run();
        });
    return pump;
  }

  /**
   * Tells that the stream may be ready or the source may have something; spurious calls cost
   * little.
   */
  public void wake() {
    if (wakes.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      drain();
      seen = wakes.addAndGet(-seen);
    } while (seen != 0);
  }

  /** Ends the stream with an error, after the message that is just being sent. */
  public void fail(Throwable error) {
    failure = error;
    wake();
  }

  /** Sends nothing more and does not end the stream: the call is over already. */
  public void stop() {
    stopped = true;
  }

  private void drain() {
    try {
      while (!stopped && failure == null && stream.isReady()) {
        T next = source.next();
        if (next != null) {
          send(next);
        } else if (source.isFinished()) {
          stopped = true;
          stream.onCompleted();
        } else {
          break;
        }
      }
    } catch (RuntimeException e) {
      failure = e;
    }
    Throwable error = failure;
    if (error != null && !stopped) {
      stopped = true;
      stream.onError(error);
    }
  }

  private void send(T message) {
    try {
      stream.onNext(message);
    } catch (RuntimeException e) {
      Unsent.discard(message);
      throw e;
    }
  }
}
