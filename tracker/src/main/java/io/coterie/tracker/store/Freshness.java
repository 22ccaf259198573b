package io.coterie.tracker.store;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;

/**
 * Tells whether what the store has said may still be used: for a second, unless this tracker hears
 * before that what it is about has changed. Thread-safe.
 *
 * <p>Of changes it remembers which was the latest in each slot of a table. Subjects that share a
 * slot go stale together, which costs no more than asking the store again.
 */
public final class Freshness implements CommitListener {

  /** How long what has changed unheard may still be used. */
  public static final Duration LIMIT = Duration.ofSeconds(1);

  private static final int SLOTS = 1 << 14;

  /** A moment, in nanoseconds and in the changes heard of before it. */
  public record Moment(long nanos, long changes) {}

  private final Ticker ticker;
  private final Function<Changes, Set<String>> subjects;
  private final AtomicLong changes = new AtomicLong();
  private final AtomicLongArray latest = new AtomicLongArray(SLOTS);

  /** Hears of changes of {@code subjects}, such as groups, once it is told of commits. */
  public Freshness(Ticker ticker, Function<Changes, Set<String>> subjects) {
    this.ticker = ticker;
    this.subjects = subjects;
  }

  /**
   * This moment, to be taken before the store is asked: its answer may be older than its coming.
   */
  public Moment now() {
    return new Moment(ticker.read(), changes.get());
  }

  /** Whether what the store said of a subject after that moment may still be used. */
  public boolean isFresh(String subject, Moment moment) {
    return ticker.read() - moment.nanos() < LIMIT.toNanos()
        && latest.get(slot(subject)) <= moment.changes();
  }

  @Override
  public void committed(Changes commit) {
    Set<String> changed = subjects.apply(commit);
    if (!changed.isEmpty()) {
      long change = changes.incrementAndGet();
      changed.forEach(subject -> latest.accumulateAndGet(slot(subject), change, Math::max));
    }
  }

  Ticker ticker() {
    return ticker;
  }

  private static int slot(String subject) {
    return Math.floorMod(subject.hashCode(), SLOTS);
  }
}
