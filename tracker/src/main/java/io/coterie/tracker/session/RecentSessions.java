package io.coterie.tracker.session;

import com.github.benmanes.caffeine.cache.Ticker;
import io.coterie.tracker.store.Changes;
import io.coterie.tracker.store.CommitListener;
import io.coterie.tracker.store.Freshness;
import io.coterie.tracker.store.Recent;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sessions that the store has had within the last second, for calls that only read: such calls come
 * in bursts. A session is forgotten at once when this tracker ends it or is told that another has;
 * one that it is not told of, within that second. Thread-safe.
 */
public final class RecentSessions implements CommitListener {

  private static final int MOST = 4096;

  private final Freshness freshness;
  private final Recent<String, Session> byTokenHash;

  /** Keeps no session yet; {@code ticker} says when they are to be forgotten. */
  public RecentSessions(Ticker ticker) {
    freshness = new Freshness(ticker, Changes::userKeys);
    byTokenHash = Recent.ofAtMost(MOST, freshness);
  }

  /** The session that a token opens, as known or as the store says; empty when it opens none. */
  public Optional<Session> find(SessionToken token, Supplier<Optional<Session>> store) {
    String hash = token.hash();
    return byTokenHash.find(hash).or(() -> read(hash, store));
  }

  @Override
  public void committed(Changes commit) {
    freshness.committed(commit);
  }

  private Optional<Session> read(String hash, Supplier<Optional<Session>> store) {
    Freshness.Moment before = freshness.now();
    Optional<Session> found = store.get();
    found.ifPresent(session -> byTokenHash.keep(hash, session, session.userKey(), before));
    return found;
  }
}
