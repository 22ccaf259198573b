package io.coterie.tracker.store;

import java.time.Instant;

/**
 * One transaction, handed to repositories so that what they do together happens together. Valid
 * only inside the callback that received it, on that thread.
 */
public interface Tx {

  /**
   * The store's time, sampled once when the transaction began; the only clock of the domain. In
   * whole milliseconds.
   */
  Instant now();

  /** Notes that a group's rows changed, for {@link CommitListener} once this commits. */
  void groupChanged(String groupId);

  /** Notes that a session of the user opened or ended, for {@link CommitListener}. */
  void sessionsChanged(String userKey);
}
