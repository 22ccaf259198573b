package io.coterie.peer.fetch;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes verified pieces. Thread-safe. */
@FunctionalInterface
public interface PieceSink {
  /**
   * Writes a whole piece whose hash has been checked, unless it is there already or just being
   * written. May block on the disk.
   *
   * @param data the piece, all that remains in the buffer; not kept
   * @return whether it was written
   */
  boolean write(int piece, ByteBuffer data) throws IOException;
}
