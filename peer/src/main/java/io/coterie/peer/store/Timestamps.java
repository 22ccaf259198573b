package io.coterie.peer.store;

import com.google.protobuf.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;

/** Moments as messages, to the nanosecond. */
final class Timestamps {
  private Timestamps() {}

  static Timestamp of(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  /**
   * Reads a moment.
   *
   * @throws IllegalArgumentException if there is no such moment
   */
  static Instant read(Timestamp timestamp) {
    try {
      return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("no moment: " + timestamp.getSeconds(), e);
    }
  }
}
