package io.coterie.peer.tracker;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Times as trackers tell them. */
final class Times {
  /** The range of a valid timestamp: 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z. */
  private static final long MIN_SECONDS = -62_135_596_800L;

  private static final long MAX_SECONDS = 253_402_300_799L;

  private Times() {}

  /** The time told, or the nearest valid one when a tracker tells nonsense. */
  static Instant instant(Timestamp time) {
    long seconds = Math.max(MIN_SECONDS, Math.min(MAX_SECONDS, time.getSeconds()));
    return Instant.ofEpochSecond(seconds, time.getNanos());
  }
}
