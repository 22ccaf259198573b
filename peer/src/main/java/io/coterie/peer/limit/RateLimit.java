package io.coterie.peer.limit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A limit in bytes a second over all transfers in one direction: a token bucket that holds an
 * eighth of a second. Nobody waits in it: who wants to move bytes takes them at once and is told
 * how long to wait first, so that all get their turn in the order in which they asked. Can be
 * changed at any time. Thread-safe.
 */
public final class RateLimit {
  private static final int TURNS_A_SECOND = 8;
  private static final int MIN_TURN = 1 << 10;

  /** Tokens stand for this many bytes above the rate at which a token a byte is too fine. */
  private static final int COARSE = 4 << 10;

  private static final long COARSE_ABOVE = 500_000_000;

  private final TimeMeter time;
  private volatile Optional<State> state = Optional.empty();

  private record State(long rate, int unit, Bucket bucket) {}

  /**
   * No limit at first.
   *
   * @param nanoTime a monotonic clock in nanoseconds, as {@link System#nanoTime()}
   */
  public RateLimit(LongSupplier nanoTime) {
    time =
        new TimeMeter() {
          @Override
          public long currentTimeNanos() {
            return nanoTime.getAsLong();
          }

          @Override
          public boolean isWallClockBased() {
            return false;
          }
        };
  }

  /**
   * Sets the limit. Waits given out before are not changed; at most a turn of each waiter is.
   *
   * @param bytesPerSecond 1 to 2^40; 0 for no limit
   */
  public void set(long bytesPerSecond) {
    state = bytesPerSecond == 0 ? Optional.empty() : Optional.of(state(bytesPerSecond));
  }

  /** The limit in bytes a second; 0 for none. */
  public long get() {
    return state.map(State::rate).orElse(0L);
  }

  /**
   * How many bytes to move in one turn, so that turns stay short however low the limit is.
   *
   * @param wanted how many there are, at least 1
   * @return 1 to {@code wanted}
   */
  public int turn(int wanted) {
    return state
        .map(now -> (int) Math.min(wanted, Math.max(MIN_TURN, now.rate / TURNS_A_SECOND)))
        .orElse(wanted);
  }

  /**
   * Takes bytes.
   *
   * @param bytes how many will be moved
   * @return how long to wait before moving them, in nanoseconds; 0 for not at all
   */
  public long take(int bytes) {
    return state
        .map(now -> now.bucket.consumeIgnoringRateLimits(Math.max(1, bytes / now.unit)))
        .orElse(0L);
  }

  private State state(long rate) {
    int unit = rate > COARSE_ABOVE ? COARSE : 1;
    long tokens = Math.max(1, rate / unit);
    Bandwidth bandwidth =
        Bandwidth.builder()
            .capacity(Math.max(1, tokens / TURNS_A_SECOND))
            .refillGreedy(tokens, Duration.ofSeconds(1))
            .build();
    Bucket bucket = Bucket.builder().addLimit(bandwidth).withCustomTimePrecision(time).build();
    return new State(rate, unit, bucket);
  }
}
