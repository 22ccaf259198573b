package io.coterie.tracker.account;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Slows down guessing. An attempt is counted before the password is looked at, so that many at once
 * do not get more guesses than one after the other, and a success forgets them. From the tenth on
 * each attempt costs a delay that doubles from one second to a minute and grows no further: nobody
 * is locked out for good. Names without an account are treated alike.
 */
public final class LoginThrottle {

  static final int FREE_ATTEMPTS = 10;
  static final Duration LONGEST_DELAY = Duration.ofSeconds(60);
  private static final Duration MEMORY = Duration.ofHours(24);

  private final AttemptRepository attempts;

  public LoginThrottle(AttemptRepository attempts) {
    this.attempts = attempts;
  }

  /**
   * Counts an attempt.
   *
   * @param key whose attempts count together
   * @throws Refusal TOO_MANY_ATTEMPTS while they are blocked, with the time that is left
   */
  public void admit(Tx tx, String key) {
    Instant now = tx.now();
    Optional<Long> count = attempts.count(tx, key, now.minus(MEMORY));
    if (count.isEmpty()) {
      Duration left = Duration.between(now, attempts.blockedUntil(tx, key));
      throw new Refusal(
              ErrorReason.ERROR_REASON_TOO_MANY_ATTEMPTS,
              "too many attempts to log in; try again in " + Math.max(1, left.toSeconds()) + " s")
          .retryAfter(left.isNegative() ? Duration.ZERO : left);
    }
    Duration delay = delayAfter(count.get());
    if (!delay.isZero()) {
      attempts.block(tx, key, now.plus(delay));
    }
  }

  /** Forgets the attempts after the right password. */
  public void succeeded(Tx tx, String key) {
    attempts.clear(tx, key);
  }

  static Duration delayAfter(long attempts) {
    if (attempts < FREE_ATTEMPTS) {
      return Duration.ZERO;
    }
    long doublings = Math.min(attempts - FREE_ATTEMPTS, 6);
    Duration delay = Duration.ofSeconds(1L << doublings);
    return delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
  }
}
