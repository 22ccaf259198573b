package io.coterie.peer.download;

import java.time.Duration;
import java.util.Optional;

/**
 * A rate in bytes a second, smoothed exponentially so that what is five seconds old counts a third
 * of what is new. Corrected for its start from nothing, as an average of what was seen (D. P.
 * Kingma and J. Ba, "Adam", 2015, section 3). Not thread-safe.
 */
final class RateMeter {
  private static final double TIME_CONSTANT_NANOS = 5e9;
  private static final double NANOS_PER_SECOND = 1e9;

  private long last;
  private long bytes;
  private double smoothed;
  private double weight;

  /** Starts to measure. */
  RateMeter(long now) {
    last = now;
  }

  /** Counts bytes. */
  void add(long more) {
    bytes += more;
  }

  /** Takes what was counted since the last time as one sample. */
  void sample(long now) {
    if (now <= last) {
      return;
    }
    double elapsed = now - last;
    double keep = Math.exp(-elapsed / TIME_CONSTANT_NANOS);
    smoothed = smoothed * keep + bytes / elapsed * NANOS_PER_SECOND * (1 - keep);
    weight = weight * keep + (1 - keep);
    last = now;
    bytes = 0;
  }

  /** The rate at the last sample, in bytes a second; 0 before the first. */
  long rate() {
    return weight == 0 ? 0 : Math.round(smoothed / weight);
  }

  /** How long so many bytes take at this rate; empty when nothing comes. */
  Optional<Duration> timeFor(long remaining) {
    long rate = rate();
    return rate == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(remaining / rate));
  }
}
