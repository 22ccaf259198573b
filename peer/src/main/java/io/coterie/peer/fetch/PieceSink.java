package io.coterie.peer.fetch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Takes verified pieces. Thread-safe. */
@FunctionalInterface
public interface PieceSink {
  /**
   * Writes a whole piece whose hash has been checked, unless it is there already or just being
   * written. May block on the disk.
   *
   * @param data the piece, all that remains in the buffers, in order; not kept
   * @return whether it was written
   */
  boolean write(int piece, List<ByteBuffer> data) throws IOException;
}
