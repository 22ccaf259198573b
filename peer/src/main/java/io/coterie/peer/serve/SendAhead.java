package io.coterie.peer.serve;

import io.coterie.peer.wire.PieceFrame;
import io.coterie.rpc.flow.ByteBudget;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How far one stream may run ahead of what the other side takes: by a frame of full size while the
 * process-wide budget has room for it, by a small one otherwise. So however many peers ask and take
 * nothing, what lies in memory for them is bounded, and those that take go on. {@link #next} and
 * {@link #taken} are called by one thread at a time, {@link #close} by any.
 */
final class SendAhead {
  /** How many bytes a frame has that no budget is needed for. */
  static final int SMALL = 64 << 10;

  private final ByteBudget budget;
  private final AtomicBoolean claimed = new AtomicBoolean();
  private volatile boolean closed;

  SendAhead(ByteBudget budget) {
    this.budget = budget;
  }

  /** How many bytes the next frame may have. */
  int next() {
    if (!claimed.get() && budget.tryAcquire(PieceFrame.MAX_DATA)) {
      claimed.set(true);
      if (closed) {
        taken();
      }
    }
    return claimed.get() ? PieceFrame.MAX_DATA : SMALL;
  }

  /** The other side has taken what was sent. */
  void taken() {
    if (claimed.getAndSet(false)) {
      budget.release(PieceFrame.MAX_DATA);
    }
  }

  /** The stream is over. */
  void close() {
    closed = true;
    taken();
  }
}
