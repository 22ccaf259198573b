package io.coterie.shell.command;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A limit in bytes a second.
 *
 * @param bytesPerSecond 0 for no limit, else 1 to 2^40
 */
public record Rate(long bytesPerSecond) {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,13}(?:\\.\\d{1,6})?)([kmgt]?)(?:i?b)?(?:/s)?");
  private static final BigDecimal GREATEST = BigDecimal.valueOf(1L << 40);

  /**
   * Reads {@code off}, a number of bytes, or a number with K, M, G or T (powers of 1024), such as
   * {@code 20M} or {@code 1.5MiB/s}.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static Rate parse(String text) {
    String form = text.strip().toLowerCase(Locale.ROOT);
    if (form.equals("off")) {
      return new Rate(0);
    }
    Matcher matcher = FORM.matcher(form);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("is no rate; write it as in 500K or 20M, or off");
    }
    int power = matcher.group(2).isEmpty() ? 0 : " kmgt".indexOf(matcher.group(2));
    BigDecimal bytes =
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power)));
    if (bytes.compareTo(BigDecimal.ONE) < 0 || bytes.compareTo(GREATEST) > 0) {
      throw new IllegalArgumentException("is not between 1 and 1T; write off for no limit");
    }
    return new Rate(bytes.setScale(0, RoundingMode.DOWN).longValueExact());
  }
}
