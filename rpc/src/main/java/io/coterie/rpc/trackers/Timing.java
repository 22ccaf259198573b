package io.coterie.rpc.trackers;

import java.time.Duration;

/**
 * The times by which a {@link TrackerChannel} judges.
 *
 * @param callDeadline given to unary calls that have no deadline of their own
 * @param hedgeDelay after this long without an answer the next tracker is asked as well
 * @param probeDeadline how long a probe may take
 * @param probeMin the time before the first probe of a tracker that failed; doubles from probe to
 *     probe
 * @param probeMax the greatest time between probes
 */
record Timing(
    Duration callDeadline,
    Duration hedgeDelay,
    Duration probeDeadline,
    Duration probeMin,
    Duration probeMax) {

  static final Timing STANDARD =
      new Timing(
          Duration.ofSeconds(10),
          Duration.ofMillis(600),
          Duration.ofSeconds(2),
          Duration.ofMillis(200),
          Duration.ofSeconds(10));
}
