package io.coterie.peer.limit;

import io.coterie.peer.content.ContentId;

/**
 * What limits one transfer: its own limit and the one over all. Bytes are taken of both, so that a
 * transfer which its own limit holds back takes no more than that of what all share. Thread-safe.
 */
public final class JointLimit {
  private final TransferLimits limits;
  private final ContentId id;

  JointLimit(TransferLimits limits, ContentId id) {
    this.limits = limits;
    this.id = id;
  }

  /** Whether there is a limit. */
  public boolean isSet() {
    return limits.all().get() > 0 || limits.get(id) > 0;
  }

  /** How many bytes to move in one turn; see {@link RateLimit#turn}. */
  public int turn(int wanted) {
    RateLimit own = limits.own(id);
    int turn = limits.all().turn(wanted);
    return own == null ? turn : own.turn(turn);
  }

  /** Takes bytes of both, and returns for how many nanoseconds to wait before moving them. */
  public long take(int bytes) {
    return Math.max(takeOwn(bytes), takeShared(bytes));
  }

  /** Takes bytes of the transfer's own limit; to be followed by {@link #takeShared}. */
  public long takeOwn(int bytes) {
    RateLimit own = limits.own(id);
    return own == null ? 0 : own.take(bytes);
  }

  /** Takes bytes of the limit over all transfers. */
  public long takeShared(int bytes) {
    return limits.all().take(bytes);
  }
}
