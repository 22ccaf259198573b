package io.coterie.peer.source;

import java.util.concurrent.TimeUnit;

/**
 * How many bytes of content may be on their way to us on each connection. What sources can make us
 * hold is the sum, so later connections get less when there are many. Thread-safe.
 */
final class FlowWindows {
  /** What a local network needs; a smaller one costs rate there, a greater one gains nothing. */
  static final int USUAL = 4 << 20;

  /** Bounds what one source can make us hold. */
  static final int MOST = 32 << 20;

  /** What a connection has at least, however many there are. */
  static final int LEAST = 256 << 10;

  /** Bounds what all sources can make us hold, but for the least of each. */
  static final int TOTAL = 64 << 20;

  /** The rate that any round trip is to allow, in bytes a second: two gigabits. */
  private static final long RATE = 250_000_000;

  private long left = TOTAL;

  /**
   * As much as comes in at a high rate in one round trip (its bandwidth-delay product), but no more
   * than half of what is left.
   *
   * @param roundTripNanos in nanoseconds; {@link Long#MAX_VALUE} when it is not known
   * @return bytes, to be given back by {@link #giveBack}
   */
  synchronized int take(long roundTripNanos) {
    int window = (int) Math.max(LEAST, Math.min(wanted(roundTripNanos), left / 2));
    left -= window;
    return window;
  }

  /** The connection is closed. */
  synchronized void giveBack(int window) {
    left += window;
  }

  private static int wanted(long roundTripNanos) {
    if (roundTripNanos == Long.MAX_VALUE) {
      return USUAL;
    }
    double product = (double) RATE * roundTripNanos / TimeUnit.SECONDS.toNanos(1);
    return (int) Math.max(USUAL, Math.min(MOST, product));
  }
}
