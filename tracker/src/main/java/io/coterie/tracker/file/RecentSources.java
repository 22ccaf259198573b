package io.coterie.tracker.file;

import com.github.benmanes.caffeine.cache.Ticker;
import io.coterie.tracker.store.Changes;
import io.coterie.tracker.store.CommitListener;
import io.coterie.tracker.store.Freshness;
import io.coterie.tracker.store.Recent;
import java.util.Optional;

/**
 * Sources and members that the store has had within the last second: a whole swarm asks for the
 * same sources, each second at first. What this tracker changes in a group, or hears that another
 * has, is forgotten at once; that a peer came or went, which changes no group, within that second.
 * Thread-safe.
 */
public final class RecentSources implements CommitListener {

  private static final int MOST_MEMBERS = 4096;

  /** Of the smallest heap, 192 MiB, a small part. */
  private static final long MOST_BYTES = 8L << 20;

  private static final int PAGE_BYTES = 1024;
  private static final int SOURCE_BYTES = 384;
  private static final int ENDPOINT_BYTES = 64;

  private record Member(String groupId, String userKey) {}

  private final Freshness freshness;
  private final Recent<SourceQuery, SourcePage> pages;
  private final Recent<Member, Boolean> members;

  /** Keeps nothing yet; {@code ticker} says when things are to be forgotten. */
  public RecentSources(Ticker ticker) {
    freshness = new Freshness(ticker, Changes::groupIds);
    pages = new Recent<>(freshness, MOST_BYTES, (query, page) -> bytes(page));
    members = Recent.ofAtMost(MOST_MEMBERS, freshness);
  }

  @Override
  public void committed(Changes changes) {
    freshness.committed(changes);
  }

  /** To be asked before the store is. */
  Freshness.Moment now() {
    return freshness.now();
  }

  Optional<SourcePage> find(SourceQuery query) {
    return pages.find(query);
  }

  boolean isMember(String groupId, String userKey) {
    return members.find(new Member(groupId, userKey)).isPresent();
  }

  void keep(SourceQuery query, SourcePage page, Freshness.Moment before) {
    pages.keep(query, page, page.groupId(), before);
  }

  void keepMember(String groupId, String userKey, Freshness.Moment before) {
    members.keep(new Member(groupId, userKey), true, groupId, before);
  }

  /** About what a page takes, strings included. */
  private static int bytes(SourcePage page) {
    return PAGE_BYTES
        + page.sources().items().stream()
            .mapToInt(
                source ->
                    SOURCE_BYTES
                        + source.endpoints().stream()
                            .mapToInt(endpoint -> ENDPOINT_BYTES + endpoint.length())
                            .sum())
            .sum();
  }
}
