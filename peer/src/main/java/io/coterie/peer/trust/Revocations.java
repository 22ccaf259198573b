package io.coterie.peer.trust;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The lowest membership version that a grant of a user for a group may state. Grants live for
 * minutes, so a revocation is forgotten after {@link #KEPT}. Thread-safe.
 */
public final class Revocations {
  /** How long a revocation is remembered: longer than any grant may live. */
  public static final Duration KEPT = Duration.ofMinutes(15);

  /** Hears of revocations. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Grants of {@code user} for {@code groupId} below {@code minVersion} have become void. Called
     * on the thread that {@link Revocations#raise raises}, after the new minimum is in force; must
     * not block.
     */
    void revoked(String groupId, String user, long minVersion);
  }

  private static final Duration SWEEP = Duration.ofMinutes(1);

  private record Holder(String groupId, String user) {}

  private record Minimum(long version, long nanos) {
    boolean isOver(long now) {
      return now - nanos > KEPT.toNanos();
    }
  }

  private final LongSupplier nanoTime;
  private final ConcurrentHashMap<Holder, Minimum> minima = new ConcurrentHashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong swept;

  /** Measures age with {@code nanoTime}, in nanoseconds as {@link System#nanoTime()} does. */
  public Revocations(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    swept = new AtomicLong(nanoTime.getAsLong());
  }

  /** The lowest version that counts, 0 when nothing was revoked lately. */
  public long minVersion(String groupId, String user) {
    Minimum minimum = minima.get(new Holder(groupId, user));
    return minimum == null || minimum.isOver(nanoTime.getAsLong()) ? 0 : minimum.version();
  }

  /** Voids lower versions; a minimum never falls. Tells the listeners each time. */
  public void raise(String groupId, String user, long minVersion) {
    long now = nanoTime.getAsLong();
    sweep(now);
    minima.merge(
        new Holder(groupId, user),
        new Minimum(minVersion, now),
        (old, given) -> new Minimum(Math.max(old.version(), given.version()), now));
    listeners.forEach(listener -> listener.revoked(groupId, user, minVersion));
  }

  /** Now and then only, as many may be raised at once. */
  private void sweep(long now) {
    long last = swept.get();
    if (now - last > SWEEP.toNanos() && swept.compareAndSet(last, now)) {
      minima.values().removeIf(minimum -> minimum.isOver(now));
    }
  }

  /** Adds a listener for all later revocations. */
  public void addListener(Listener listener) {
    listeners.add(listener);
  }

  /** Forgets all minima: the user who was logged in has left, and nothing is served any more. */
  public void clear() {
    minima.clear();
  }
}
