package io.coterie.peer.wire;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Direct buffers of one size, aligned to the pages of the disk's cache and used again and again:
 * the one given back last is still in the processor's cache. Keeps at most a fixed number of unused
 * ones. Thread-safe.
 */
public final class FrameBuffers {
  /** How many bytes a buffer holds: those of the greatest frame. */
  public static final int SIZE = PieceFrame.MAX_DATA;

  private static final int PAGE = 4 << 10;

  private final int maxIdle;
  // Guarded by this.
  private final Deque<ByteBuffer> idle = new ArrayDeque<>();
  private int lent;

  /** Keeps at most {@code maxIdleBytes} bytes of buffers that nobody uses. */
  public FrameBuffers(long maxIdleBytes) {
    maxIdle = (int) (maxIdleBytes / SIZE);
  }

  /**
   * Lends a cleared buffer.
   *
   * @param length its limit, at most {@link #SIZE}
   */
  public FrameBuffer take(int length) {
    ByteBuffer buffer;
    synchronized (this) {
      buffer = idle.poll();
      lent++;
    }
    if (buffer == null) {
      buffer = ByteBuffer.allocateDirect(SIZE + PAGE).alignedSlice(PAGE).slice(0, SIZE);
    }
    return new FrameBuffer(buffer.clear().limit(length), this::giveBack);
  }

  /** How many buffers are lent and not yet given back. */
  public synchronized int lent() {
    return lent;
  }

  private synchronized void giveBack(ByteBuffer buffer) {
    lent--;
    if (idle.size() < maxIdle) {
      idle.push(buffer);
    }
  }
}
