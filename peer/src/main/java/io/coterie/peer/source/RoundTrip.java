package io.coterie.peer.source;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Measures how long a peer takes to answer, by the calls made anyway: from a request put on an open
 * connection to the first headers back. The shortest counts, which is closest to what the network
 * alone takes. Thread-safe.
 */
final class RoundTrip implements ClientInterceptor {
  private final LongSupplier nanoTime;
  private final AtomicLong shortest = new AtomicLong(Long.MAX_VALUE);

  RoundTrip(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The shortest so far in nanoseconds; {@link Long#MAX_VALUE} before the first answer. */
  long nanos() {
    return shortest.get();
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return next.newCall(method, options.withStreamTracerFactory(new Tracers()));
  }

  private final class Tracers extends ClientStreamTracer.Factory {
    @Override
    public ClientStreamTracer newClientStreamTracer(
        ClientStreamTracer.StreamInfo info, Metadata headers) {
      return new Tracer();
    }
  }

  private final class Tracer extends ClientStreamTracer {
    private volatile long start = Long.MIN_VALUE;

    @Override
    public void streamCreated(Attributes transport, Metadata headers) {
      start = nanoTime.getAsLong();
    }

    @Override
    public void inboundHeaders() {
      if (start != Long.MIN_VALUE) {
        shortest.accumulateAndGet(nanoTime.getAsLong() - start, Math::min);
      }
    }
  }
}
