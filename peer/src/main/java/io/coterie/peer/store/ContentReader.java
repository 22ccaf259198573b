package io.coterie.peer.store;

import io.coterie.peer.content.ContentChangedException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads one content. Any number of threads may read at the same time. */
public interface ContentReader extends Closeable {
  /**
   * Fills a buffer with bytes of one piece. What is read of a piece that is not held is undefined.
   *
   * @param piece the index of the piece
   * @param offset the first byte within the piece
   * @param target filled up to its limit
   * @throws ContentChangedException if the file is not what was hashed
   * @throws IOException if it cannot be read
   * @throws IndexOutOfBoundsException if the range lies outside the piece
   */
  void read(int piece, int offset, ByteBuffer target) throws IOException;
}
