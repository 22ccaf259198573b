package io.coterie.tracker.account;

import io.coterie.tracker.store.Tx;
import java.time.Instant;
import java.util.Optional;

/** Where attempts to log in since the last success are counted. */
public interface AttemptRepository {

  /**
   * Counts one attempt, unless attempts are blocked now, and returns how many there are since the
   * last success or since {@code forgetBefore}; empty when blocked.
   */
  Optional<Long> count(Tx tx, String key, Instant forgetBefore);

  /** Blocks attempts until then. */
  void block(Tx tx, String key, Instant until);

  /** Until when attempts are blocked, in the past when they are not. */
  Instant blockedUntil(Tx tx, String key);

  /** Forgets all attempts. */
  void clear(Tx tx, String key);
}
