package io.coterie.peer.limit;

import io.coterie.peer.content.ContentId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one direction: one over all transfers together, and beside it one for each transfer
 * that has a limit of its own. They last as long as this object. Thread-safe; a look at them takes
 * no lock.
 */
public final class TransferLimits {
  /** How many transfers may have limits of their own. */
  public static final int MAX_SINGLE = 1000;

  private final RateLimit all;
  private final LongSupplier nanoTime;
  private volatile Map<ContentId, RateLimit> single = Map.of();

  /**
   * No transfer has a limit of its own at first.
   *
   * @param all the limit over all transfers
   * @param nanoTime a monotonic clock in nanoseconds, as {@link System#nanoTime()}
   */
  public TransferLimits(RateLimit all, LongSupplier nanoTime) {
    this.all = all;
    this.nanoTime = nanoTime;
  }

  /** The limit over all transfers. */
  public RateLimit all() {
    return all;
  }

  /** The limits that one transfer is under, now and later. */
  public JointLimit of(ContentId id) {
    return new JointLimit(this, id);
  }

  /** The limit of one transfer alone in bytes a second; 0 for none. */
  public long get(ContentId id) {
    RateLimit own = own(id);
    return own == null ? 0 : own.get();
  }

  /**
   * Sets the limit of one transfer alone.
   *
   * @param bytesPerSecond 1 to 2^40; 0 for no limit
   * @return false if too many transfers have one already
   */
  public synchronized boolean set(ContentId id, long bytesPerSecond) {
    Map<ContentId, RateLimit> changed = new HashMap<>(single);
    if (bytesPerSecond == 0) {
      changed.remove(id);
    } else if (changed.containsKey(id) || changed.size() < MAX_SINGLE) {
      changed.computeIfAbsent(id, added -> new RateLimit(nanoTime)).set(bytesPerSecond);
    } else {
      return false;
    }
    single = Map.copyOf(changed);
    return true;
  }

  @Nullable RateLimit own(ContentId id) {
    Map<ContentId, RateLimit> now = single;
    return now.isEmpty() ? null : now.get(id);
  }
}
