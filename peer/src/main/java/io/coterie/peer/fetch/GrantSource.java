package io.coterie.peer.fetch;

import java.util.concurrent.CompletableFuture;

/** Gets grants for groups. Thread-safe; must not block. */
public interface GrantSource {
  /**
   * A grant for a group, from a cache while it is young and renewed before it runs out: who asks
   * every second always holds one that is good. While no tracker answers, the last one is returned
   * as long as it lasts.
   *
   * @param group the group's name
   * @return fails with what the tracker answered (NOT_MEMBER, GROUP_NOT_FOUND, SESSION_INVALID,
   *     ...) or with NO_TRACKER
   */
  CompletableFuture<Grant> grant(String group);

  /**
   * A grant newer than one that a peer refused as expired or revoked; concurrent callers share one
   * request. Fails as {@link #grant}.
   */
  CompletableFuture<Grant> newerThan(String group, Grant refused);
}
