package io.coterie.tracker.grpc;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Slows down guessing from one address across many accounts: 100 wrong passwords, then one a
 * second. The last 10,000 addresses are remembered. Thread-safe.
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

  /** Runs a login, unless too many from the current call's address have failed lately. */
  <T> T guard(Supplier<T> login) {
    Optional<String> address = AddressInterceptor.current();
    if (address.isEmpty()) {
      return login.get();
    }
    Bucket bucket = buckets.get(address.get());
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

  private static Bucket bucket(TimeMeter meter) {
    return Bucket.builder()
        .withCustomTimePrecision(meter)
        .addLimit(limit -> limit.capacity(FREE_FAILURES).refillGreedy(1, REFILL))
        .build();
  }
}
