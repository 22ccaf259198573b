package io.coterie.peer.serve;

import io.coterie.peer.content.ContentId;
import java.util.concurrent.ConcurrentHashMap;

/** The {@link Spread} of each content, kept while a stream of it is open. Thread-safe. */
final class Spreads {
  private record Use(Spread spread, int streams) {}

  private final ConcurrentHashMap<ContentId, Use> uses = new ConcurrentHashMap<>();

  /** One stream more. */
  Spread open(ContentId id) {
    Use first = new Use(new Spread(), 1);
    return uses.merge(id, first, (use, one) -> new Use(use.spread(), use.streams() + 1)).spread();
  }

  /** One stream less. */
  void close(ContentId id) {
    uses.computeIfPresent(
        id, (key, use) -> use.streams() == 1 ? null : new Use(use.spread(), use.streams() - 1));
  }
}
