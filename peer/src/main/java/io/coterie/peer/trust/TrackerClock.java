package io.coterie.peer.trust;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The time by which grants and certificates are judged: the tracker's latest word plus what this
 * machine's monotonic clock has counted since, so that a wrong wall clock does no harm.
 * Thread-safe.
 */
public final class TrackerClock implements InstantSource {
  private record Sample(Instant trackerTime, long nanos) {}

  private final LongSupplier nanoTime;
  private final AtomicReference<@Nullable Sample> latest = new AtomicReference<>();

  /** Counts with {@code nanoTime}, in nanoseconds as {@link System#nanoTime()} does. */
  public TrackerClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Takes the tracker's time as the time of this moment. */
  public void set(Instant trackerTime) {
    latest.set(new Sample(trackerTime, nanoTime.getAsLong()));
  }

  /** Whether a tracker has told the time yet. */
  public boolean isSet() {
    return latest.get() != null;
  }

  /**
   * The tracker's time now.
   *
   * @throws IllegalStateException before the first {@link #set}; nothing is served before it
   */
  @Override
  public Instant instant() {
    Sample sample = latest.get();
    if (sample == null) {
      throw new IllegalStateException("no tracker has told the time yet");
    }
    return sample.trackerTime().plusNanos(nanoTime.getAsLong() - sample.nanos());
  }
}
