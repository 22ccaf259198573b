package io.coterie.peer.wire;

import java.util.concurrent.atomic.LongAdder;

/** Counts frames received, and those that had to be copied once more. Thread-safe. */
public final class FrameCounts {
  private final LongAdder received = new LongAdder();
  private final LongAdder copiedTwice = new LongAdder();

  /** Frames received. */
  public long received() {
    return received.sum();
  }

  /** Those whose transport gave no access to its buffers. */
  public long copiedTwice() {
    return copiedTwice.sum();
  }

  void received(boolean twice) {
    received.increment();
    if (twice) {
      copiedTwice.increment();
    }
  }
}
