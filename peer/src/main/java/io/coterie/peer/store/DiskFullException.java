package io.coterie.peer.store;

import java.io.IOException;

/** There is not enough room on a disk for what is still to be written. */
public final class DiskFullException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long needed;
  private final long free;

  /**
   * Not enough room.
   *
   * @param needed how many bytes are to be written
   * @param free how many bytes there is room for
   */
  public DiskFullException(long needed, long free) {
    super(needed + " bytes are to be written, and " + free + " are free");
    this.needed = needed;
    this.free = free;
  }

  /** How many bytes are to be written. */
  public long needed() {
    return needed;
  }

  /** How many bytes there is room for. */
  public long free() {
    return free;
  }
}
