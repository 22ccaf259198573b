package io.coterie.tracker.account;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Slows down guessing from one address across many accounts: 100 wrong passwords, then one a
 * second. At most 10,000 addresses are remembered. Thread-safe.
 */
public final class AddressThrottle {

  private static final int FREE_FAILURES = 100;
  private static final Duration REFILL = Duration.ofSeconds(1);
  private static final int ADDRESSES = 10_000;

  private final LoadingCache<String, Bucket> buckets;

  /** Measures time by {@code meter}. */
  public AddressThrottle(TimeMeter meter) {
    buckets =
        Caffeine.newBuilder()
            .maximumSize(ADDRESSES)
            .executor(Runnable::run)
            .build(address -> bucket(meter));
  }

  /**
   * Runs a login.
   *
   * @param address the caller's IP address as Java writes it; empty for calls over no network,
   *     which are not limited
   * @throws Refusal TOO_MANY_ATTEMPTS when too many from there have failed lately, else what the
   *     login throws
   */
  public <T> T guard(Optional<String> address, Supplier<T> login) {
    if (address.isEmpty()) {
      return login.get();
    }
    Bucket bucket = buckets.get(network(address.get()));
    if (bucket.getAvailableTokens() <= 0) {
      throw new Refusal(
              ErrorReason.ERROR_REASON_TOO_MANY_ATTEMPTS,
              "too many wrong passwords came from your address; try again in a second")
          .retryAfter(REFILL);
    }
    try {
      return login.get();
    } catch (Refusal refusal) {
      if (refusal.reason() == ErrorReason.ERROR_REASON_CREDENTIALS_WRONG) {
        bucket.consumeIgnoringRateLimits(1);
      }
      throw refusal;
    }
  }

  /** An IPv6 address stands for its /64, as whoever has one has all of it. */
  private static String network(String address) {
    String[] groups = address.split(":", -1);
    return groups.length == 8 ? String.join(":", List.of(groups).subList(0, 4)) : address;
  }

  private static Bucket bucket(TimeMeter meter) {
    return Bucket.builder()
        .withCustomTimePrecision(meter)
        .addLimit(limit -> limit.capacity(FREE_FAILURES).refillGreedy(1, REFILL))
        .build();
  }
}
