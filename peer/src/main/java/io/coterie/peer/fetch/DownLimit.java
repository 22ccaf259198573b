package io.coterie.peer.fetch;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Limits what this peer receives, over all its downloads, by a token bucket. Bytes are counted when
 * they have arrived; the reader then waits before it asks for more, so that nothing blocks and the
 * sender is slowed down by flow control. Thread-safe.
 */
public final class DownLimit {
  /** The fastest that a bucket can count; no peer receives that much. */
  private static final long FASTEST = 1_000_000_000;

  private record Limit(long bytesPerSecond, Bucket bucket) {}

  private final AtomicReference<@Nullable Limit> limit = new AtomicReference<>();

  /**
   * Sets the limit for what arrives from now on.
   *
   * @param bytesPerSecond 0 for no limit
   */
  public void set(long bytesPerSecond) {
    limit.set(bytesPerSecond == 0 ? null : new Limit(bytesPerSecond, bucket(bytesPerSecond)));
  }

  /** The limit in bytes a second; 0 when there is none. */
  public long bytesPerSecond() {
    Limit now = limit.get();
    return now == null ? 0 : now.bytesPerSecond();
  }

  /**
   * Counts bytes that have arrived.
   *
   * @return how long to wait before more is asked for, in nanoseconds
   */
  public long received(int bytes) {
    Limit now = limit.get();
    return now == null || bytes == 0 ? 0 : now.bucket().consumeIgnoringRateLimits(bytes);
  }

  private static Bucket bucket(long bytesPerSecond) {
    long rate = Math.min(bytesPerSecond, FASTEST);
    return Bucket.builder()
        .addLimit(
            bandwidth ->
                bandwidth.capacity(rate).refillGreedy(rate, Duration.ofSeconds(1)).initialTokens(0))
        .build();
  }
}
