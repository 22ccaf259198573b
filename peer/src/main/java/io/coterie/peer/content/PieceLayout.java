package io.coterie.peer.content;

/**
 * How content is cut into pieces: all of {@code pieceSize}, the last one as long as what is left.
 * Empty content has no piece.
 *
 * @param size the size of the content in bytes, 0 to {@link #MAX_SIZE}
 * @param pieceSize the size of a piece in bytes, a power of two from 16 KiB to 16 MiB
 */
public record PieceLayout(long size, int pieceSize) {
  /** The size of a Merkle leaf in bytes. */
  public static final int LEAF_SIZE = 16 << 10;

  /** The greatest size of content in bytes: 1 PiB. */
  public static final long MAX_SIZE = 1L << 50;

  /** The smallest piece size that {@link #of} chooses, in bytes. */
  public static final int MIN_PIECE_SIZE = 1 << 20;

  /** The greatest piece size in bytes. */
  public static final int MAX_PIECE_SIZE = 16 << 20;

  private static final int MAX_PIECES = 1 << 26;
  private static final int PREFERRED_PIECES = 4096;

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public PieceLayout {
    if (size < 0 || size > MAX_SIZE) {
      throw new IllegalArgumentException("a size must be 0 to 2^50 bytes, not " + size);
    }
    if (Integer.bitCount(pieceSize) != 1 || pieceSize < LEAF_SIZE || pieceSize > MAX_PIECE_SIZE) {
      throw new IllegalArgumentException(
          "a piece size must be a power of two from 16 KiB to 16 MiB, not " + pieceSize);
    }
    if (size / pieceSize > MAX_PIECES) {
      throw new IllegalArgumentException(
          "at most 2^26 pieces are possible, not " + size + " bytes in pieces of " + pieceSize);
    }
  }

  /**
   * The layout that goes with a size: the smallest power of two from 1 MiB to 16 MiB that makes at
   * most 4096 pieces, else 16 MiB.
   *
   * @param size the size of the content in bytes, 0 to {@link #MAX_SIZE}
   */
  public static PieceLayout of(long size) {
    int pieceSize = MIN_PIECE_SIZE;
    while (pieceSize < MAX_PIECE_SIZE && size > (long) pieceSize * PREFERRED_PIECES) {
      pieceSize <<= 1;
    }
    return new PieceLayout(size, pieceSize);
  }

  /** How many pieces there are; 0 for empty content. */
  public int pieceCount() {
    return (int) ((size + pieceSize - 1) / pieceSize);
  }

  /**
   * The length of a piece in bytes, 1 to the piece size.
   *
   * @throws IndexOutOfBoundsException if there is no such piece
   */
  public int pieceLength(int piece) {
    return (int) Math.min(pieceSize, size - offset(piece));
  }

  /**
   * Where a piece begins in the content, in bytes.
   *
   * @throws IndexOutOfBoundsException if there is no such piece
   */
  public long offset(int piece) {
    if (piece < 0 || piece >= pieceCount()) {
      throw new IndexOutOfBoundsException("piece " + piece + " of " + pieceCount());
    }
    return (long) piece * pieceSize;
  }

  /**
   * How many leaves the subtree of a piece has, a power of two. Content of at most one piece has a
   * tree no wider than its own leaves need (BEP 52).
   */
  public int leavesPerPiece() {
    if (size > pieceSize) {
      return pieceSize / LEAF_SIZE;
    }
    int leaves = (int) ((size + LEAF_SIZE - 1) / LEAF_SIZE);
    return leaves <= 1 ? 1 : Integer.highestOneBit(leaves - 1) << 1;
  }
}
