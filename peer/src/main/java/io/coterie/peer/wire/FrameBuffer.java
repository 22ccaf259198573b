package io.coterie.peer.wire;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bytes lent by {@link FrameBuffers}, to be closed by whoever holds them last. Used by one thread
 * at a time; any thread may close, and again.
 */
public final class FrameBuffer implements AutoCloseable {
  private static final FrameBuffer EMPTY = new FrameBuffer(ByteBuffer.allocate(0), buffer -> {});

  private final ByteBuffer bytes;
  private final Returns returns;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Takes bytes back. */
  interface Returns {
    void giveBack(ByteBuffer bytes);
  }

  FrameBuffer(ByteBuffer bytes, Returns returns) {
    this.bytes = bytes;
    this.returns = returns;
  }

  /** No bytes, borrowed from nobody. */
  static FrameBuffer empty() {
    return EMPTY;
  }

  /** The bytes, from position to limit. Not to be used after {@link #close}. */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** Gives the bytes back. */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      returns.giveBack(bytes);
    }
  }
}
