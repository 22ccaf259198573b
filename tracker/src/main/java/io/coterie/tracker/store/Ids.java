package io.coterie.tracker.store;

import java.math.BigInteger;
import java.security.SecureRandom;

/** Makes ids that name a thing for ever: 128 random bits in 26 characters of 0-9 and a-v. */
public final class Ids {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int LENGTH = 26;

  private Ids() {}

  /** Makes an id. */
  public static String create() {
    String digits = new BigInteger(128, RANDOM).toString(32);
    return "0".repeat(LENGTH - digits.length()) + digits;
  }
}
