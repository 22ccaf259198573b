package io.coterie.peer.wire;

import java.nio.ByteBuffer;

/**
 * A {@code ReadPiecesResponse} whose bytes lie in a lent buffer. Who holds it closes it, or hands
 * it on. Used by one thread at a time.
 *
 * @param piece the index of the piece, as sent: unsigned and perhaps no piece at all
 * @param offset of the first byte within the piece, unsigned
 * @param notHeld whether the source does not hold the piece
 * @param buffer the bytes; given back by {@link #close}
 */
public record PieceFrame(int piece, int offset, boolean notHeld, FrameBuffer buffer)
    implements AutoCloseable {
  /** How many bytes of content a frame has at most. */
  public static final int MAX_DATA = 1 << 20;

  /** How much a whole message may be longer than its content, in bytes. */
  public static final int MAX_OVERHEAD = 1 << 10;

  /** A frame that says that a piece is not held. */
  public static PieceFrame notHeld(int piece, int offset) {
    return new PieceFrame(piece, offset, true, FrameBuffer.empty());
  }

  /** A frame without content, which says that the piece will come when it is this stream's turn. */
  public static PieceFrame waiting(int piece, int offset) {
    return new PieceFrame(piece, offset, false, FrameBuffer.empty());
  }

  /** The bytes of content. */
  public ByteBuffer data() {
    return buffer.bytes();
  }

  @Override
  public void close() {
    buffer.close();
  }
}
