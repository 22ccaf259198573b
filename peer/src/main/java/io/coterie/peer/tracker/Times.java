package io.coterie.peer.tracker;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Times as trackers tell them. */
final class Times {
  private Times() {}

  static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
