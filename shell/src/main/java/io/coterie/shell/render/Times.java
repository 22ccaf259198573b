package io.coterie.shell.render;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Moments as people read them, in the time zone of this computer. */
public final class Times {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private Times() {}

  /** The moment, to the second. */
  public static String shown(Timestamp time) {
    return FORMAT.format(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()));
  }
}
