package io.coterie.peer.fetch;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Direct buffers of piece size, used again and again: the one given back last is still in the
 * processor's cache. Keeps at most a fixed number of bytes for later use. Thread-safe.
 */
final class PieceBuffers {
  private final long keptBytes;
  // Guarded by this.
  private final Deque<ByteBuffer> free = new ArrayDeque<>();
  private long freeBytes;

  /** Keeps at most {@code keptBytes} bytes of buffers that nobody uses. */
  PieceBuffers(long keptBytes) {
    this.keptBytes = keptBytes;
  }

  /** A cleared buffer whose limit is {@code length}. */
  ByteBuffer take(int length) {
    synchronized (this) {
      for (var candidates = free.iterator(); candidates.hasNext(); ) {
        ByteBuffer buffer = candidates.next();
        if (buffer.capacity() >= length) {
          candidates.remove();
          freeBytes -= buffer.capacity();
          return buffer.clear().limit(length);
        }
      }
    }
    return ByteBuffer.allocateDirect(length);
  }

  /** Gives back a buffer that nobody uses any more. */
  synchronized void giveBack(ByteBuffer buffer) {
    if (freeBytes + buffer.capacity() <= keptBytes) {
      free.push(buffer);
      freeBytes += buffer.capacity();
    }
  }
}
