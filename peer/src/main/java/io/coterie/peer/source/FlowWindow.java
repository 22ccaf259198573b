package io.coterie.peer.source;

import java.util.concurrent.TimeUnit;

/** How many bytes of content may be on their way to us on a connection. */
final class FlowWindow {
  /** What a local network needs; a smaller one costs rate there, a greater one gains nothing. */
  static final int LEAST = 4 << 20;

  /** Bounds what a source can make us hold. */
  static final int MOST = 32 << 20;

  /** The rate that any round trip is to allow, in bytes a second: two gigabits. */
  private static final long RATE = 250_000_000;

  private FlowWindow() {}

  /**
   * As much as comes in at a high rate in one round trip (its bandwidth-delay product).
   *
   * @param roundTripNanos in nanoseconds; {@link Long#MAX_VALUE} when it is not known
   */
  static int of(long roundTripNanos) {
    if (roundTripNanos == Long.MAX_VALUE) {
      return LEAST;
    }
    double product = (double) RATE * roundTripNanos / TimeUnit.SECONDS.toNanos(1);
    return (int) Math.max(LEAST, Math.min(MOST, product));
  }
}
