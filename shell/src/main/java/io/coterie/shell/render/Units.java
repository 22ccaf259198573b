package io.coterie.shell.render;

import java.util.Locale;

/** Sizes, rates and times as people read them. */
public final class Units {
  private static final String[] BINARY = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Units() {}

  /** A number of bytes, with three significant digits: {@code 999 B}, {@code 1.50 MiB}. */
  public static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    // Rounds up to the next unit before "1024 KiB" could appear.
    while (value >= 1023.5 && unit < BINARY.length - 1) {
      value /= 1024;
      unit++;
    }
    String format = value < 9.995 ? "%.2f %s" : value < 99.95 ? "%.1f %s" : "%.0f %s";
    return String.format(Locale.ROOT, format, value, BINARY[Math.max(unit, 0)]);
  }

  /** A number of bytes a second. */
  public static String rate(long bytesPerSecond) {
    return size(bytesPerSecond) + "/s";
  }

  /** A limit in bytes a second, of which 0 means none. */
  public static String limit(long bytesPerSecond) {
    return bytesPerSecond == 0 ? "off" : rate(bytesPerSecond);
  }

  /** A time in seconds by its two greatest units: {@code 42s}, {@code 3m 20s}, {@code 2d 5h}. */
  public static String duration(long seconds) {
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return pair(seconds / 60, "m", seconds % 60, "s");
    }
    if (seconds < 86400) {
      return pair(seconds / 3600, "h", seconds % 3600 / 60, "m");
    }
    return pair(seconds / 86400, "d", seconds % 86400 / 3600, "h");
  }

  /** How much of a whole is done, rounded down so that 100% means all of it. */
  public static String percent(long done, long whole) {
    return (whole == 0 ? 100 : (long) (100.0 * done / whole)) + "%";
  }

  /** {@code 1 member}, {@code 2 members}. */
  public static String count(long number, String one) {
    return number + " " + one + (number == 1 ? "" : "s");
  }

  private static String pair(long greater, String unit, long lesser, String lesserUnit) {
    return greater + unit + (lesser == 0 ? "" : " " + lesser + lesserUnit);
  }
}
