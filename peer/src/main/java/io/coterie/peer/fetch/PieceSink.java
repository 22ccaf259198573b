package io.coterie.peer.fetch;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes verified pieces. Thread-safe. */
@FunctionalInterface
public interface PieceSink {
  /**
   * Writes a whole piece whose hash has been checked. May be called again for the same piece, which
   * then has the same bytes. May block on the disk.
   *
   * @param data the piece, all that remains in the buffer; not kept
   */
  void write(int piece, ByteBuffer data) throws IOException;
}
