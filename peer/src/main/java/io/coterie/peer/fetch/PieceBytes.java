package io.coterie.peer.fetch;

import io.coterie.peer.wire.FrameBuffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a piece, in the buffers of the frames that brought them. All buffers but the last
 * are full, so that a piece takes at most one buffer more than its size, however it is cut. Not
 * thread-safe.
 */
final class PieceBytes implements AutoCloseable {
  private final List<FrameBuffer> buffers = new ArrayList<>();

  /** Takes the next bytes over. */
  void add(FrameBuffer next) {
    ByteBuffer bytes = next.bytes();
    if (!buffers.isEmpty()) {
      fill(buffers.get(buffers.size() - 1).bytes(), bytes);
    }
    if (bytes.hasRemaining()) {
      buffers.add(next);
    } else {
      next.close();
    }
  }

  /** Moves as much as fits to the end of {@code last}, and what is left to the beginning. */
  private static void fill(ByteBuffer last, ByteBuffer bytes) {
    int end = last.limit();
    int count = Math.min(last.capacity() - end, bytes.remaining());
    if (count > 0) {
      last.limit(end + count).put(end, bytes, bytes.position(), count);
      bytes.position(bytes.position() + count).compact().flip();
    }
  }

  /** All bytes, in order. */
  List<ByteBuffer> parts() {
    return buffers.stream().map(FrameBuffer::bytes).toList();
  }

  /** Gives the buffers back. */
  @Override
  public void close() {
    buffers.forEach(FrameBuffer::close);
    buffers.clear();
  }
}
