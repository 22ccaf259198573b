package io.coterie.rpc.trackers;

import java.time.Duration;

/**
 * How often a client may ask a second tracker because the first is silent. That helps when one
 * tracker stands still. When all are slow, each further attempt makes them slower, until they do
 * little else; so calls earn what hedges cost, a tenth each, and time earns a little for those who
 * call seldom. After gRFC A6, "Throttling Retry Attempts and Hedged RPCs". Thread-safe.
 */
final class HedgeBudget {

  /** It begins full, so that a client of a tracker that stands still has what it needs. */
  static final int MOST = 10;

  private static final double PER_CALL = 0.1;
  private static final double PER_NANO = 1.0 / Duration.ofSeconds(10).toNanos();

  private double left = MOST;
  private long counted;

  HedgeBudget(long now) {
    counted = now;
  }

  /** A call was made. */
  synchronized void earn() {
    left = Math.min(MOST, left + PER_CALL);
  }

  /** Whether there may be a hedge now, which is then paid for. */
  synchronized boolean spend(long now) {
    left = Math.min(MOST, left + (now - counted) * PER_NANO);
    counted = now;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
