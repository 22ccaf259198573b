package io.coterie.peer.fetch;

import io.coterie.peer.wire.FrameBuffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a piece, in the buffers of the frames that brought them. Small frames share a
 * buffer, so that a piece takes at most about twice its size, however it is cut. Not thread-safe.
 */
final class PieceBytes implements AutoCloseable {
  private final List<FrameBuffer> buffers = new ArrayList<>();

  /** Takes the next bytes over. */
  void add(FrameBuffer next) {
    ByteBuffer bytes = next.bytes();
    if (!buffers.isEmpty()) {
      ByteBuffer last = buffers.get(buffers.size() - 1).bytes();
      int end = last.limit();
      if (last.capacity() - end >= bytes.remaining()) {
        last.limit(end + bytes.remaining()).position(end).put(bytes).position(0);
        next.close();
        return;
      }
    }
    buffers.add(next);
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
