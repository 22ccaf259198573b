package io.coterie.tracker.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Weigher;
import java.util.Optional;

/** What the store has said lately, kept while it is fresh and there is room. Thread-safe. */
public final class Recent<K, V> {

  private record Kept<V>(V value, String subject, Freshness.Moment moment) {}

  private final Freshness freshness;
  private final Cache<K, Kept<V>> kept;

  /** Keeps values of at most {@code room} in all, as {@code weigher} weighs each. */
  public Recent(Freshness freshness, long room, Weigher<K, V> weigher) {
    this.freshness = freshness;
    kept =
        Caffeine.newBuilder()
            .maximumWeight(room)
            .weigher((K key, Kept<V> value) -> weigher.weigh(key, value.value()))
            .expireAfterWrite(Freshness.LIMIT)
            .ticker(freshness.ticker())
            .executor(Runnable::run)
            .build();
  }

  /** Keeps at most so many values. */
  public static <K, V> Recent<K, V> ofAtMost(int values, Freshness freshness) {
    return new Recent<>(freshness, values, Weigher.singletonWeigher());
  }

  /** What is known and fresh. */
  public Optional<V> find(K key) {
    Kept<V> known = kept.getIfPresent(key);
    return known != null && freshness.isFresh(known.subject(), known.moment())
        ? Optional.of(known.value())
        : Optional.empty();
  }

  /**
   * Keeps what the store said.
   *
   * @param subject what it is about, whose changes make it stale
   * @param before a moment before the store was asked
   */
  public void keep(K key, V value, String subject, Freshness.Moment before) {
    kept.put(key, new Kept<>(value, subject, before));
  }
}
