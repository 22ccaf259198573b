package io.coterie.tracker.store;

import java.util.Set;

/**
 * What one commit touched.
 *
 * @param groupIds groups of which a row changed, or that are gone
 * @param userKeys users of whom a session opened or ended
 */
public record Changes(Set<String> groupIds, Set<String> userKeys) {

  public Changes {
    groupIds = Set.copyOf(groupIds);
    userKeys = Set.copyOf(userKeys);
  }

  /** Whether nothing was touched that anybody needs to look at. */
  public boolean isEmpty() {
    return groupIds.isEmpty() && userKeys.isEmpty();
  }
}
