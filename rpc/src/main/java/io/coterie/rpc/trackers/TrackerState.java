package io.coterie.rpc.trackers;

import io.coterie.rpc.net.HostPort;
import java.time.Duration;
import java.util.Optional;

/**
 * How one tracker does, as this process sees it.
 *
 * @param address where it is
 * @param condition whether it answers
 * @param preferred whether calls go to it first
 * @param latency how long its last answer took; empty before the first
 * @param lastError why it last failed, in plain words; empty when it never did or has answered
 *     since
 */
public record TrackerState(
    HostPort address,
    Condition condition,
    boolean preferred,
    Optional<Duration> latency,
    Optional<String> lastError) {

  /** Whether a tracker answers. */
  public enum Condition {
    /** Not tried yet. */
    IDLE,
    /** The last thing it did was to answer. */
    ANSWERING,
    /** It refused, broke off, or kept a call waiting; used last until it answers a probe. */
    FAILING
  }
}
