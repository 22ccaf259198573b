package io.coterie.tracker.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.coterie.tracker.store.Changes;
import io.coterie.tracker.store.CommitListener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Sessions that the store has had within the last second, for calls that only read: such calls come
 * in bursts. A session is forgotten at once when this tracker ends it or is told that another has;
 * one that it is not told of, within that second. Thread-safe.
 */
public final class RecentSessions implements CommitListener {

  /** How long a session that has ended elsewhere may still read. */
  static final Duration KEPT = Duration.ofSeconds(1);

  private static final int MOST = 4096;

  private final Cache<String, Session> byTokenHash;
  private final AtomicLong changes = new AtomicLong();

  /** Keeps no session yet; {@code ticker} says when they are to be forgotten. */
  public RecentSessions(Ticker ticker) {
    byTokenHash =
        Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).ticker(ticker).build();
  }

  /** The session that a token opens, as known or as the store says; empty when it opens none. */
  public Optional<Session> find(SessionToken token, Supplier<Optional<Session>> store) {
    String hash = token.hash();
    Session known = byTokenHash.getIfPresent(hash);
    if (known != null) {
      return Optional.of(known);
    }
    long before = changes.get();
    Optional<Session> found = store.get();
    found.ifPresent(
        session -> {
          byTokenHash.put(hash, session);
          // It may have ended since the store was read, and before it was here to be forgotten.
          if (changes.get() != before) {
            byTokenHash.invalidate(hash);
          }
        });
    return found;
  }

  @Override
  public void committed(Changes commit) {
    if (!commit.userKeys().isEmpty()) {
      changes.incrementAndGet();
      byTokenHash
          .asMap()
          .values()
          .removeIf(session -> commit.userKeys().contains(session.userKey()));
    }
  }
}
