package io.coterie.peer.content;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The hashes of all pieces of some content, which belong to its root: computed from the content, or
 * checked against the root. Immutable. Takes 32 bytes a piece.
 */
public final class PieceHashes {
  /** How many pieces fit: content of 64 TiB at the greatest piece size. */
  public static final int MAX_PIECES = 1 << 22;

  private final PieceLayout layout;
  private final byte[] hashes;
  private final Hash root;

  private PieceHashes(PieceLayout layout, byte[] hashes) {
    if (layout.pieceCount() > MAX_PIECES) {
      throw new IllegalArgumentException(
          "the content has " + layout.pieceCount() + " pieces; at most " + MAX_PIECES + " fit");
    }
    if (hashes.length != layout.pieceCount() * Hash.LENGTH) {
      throw new IllegalArgumentException(
          hashes.length + " bytes of hashes for " + layout.pieceCount() + " pieces");
    }
    this.layout = layout;
    this.hashes = hashes;
    this.root = root(layout, hashes);
  }

  /**
   * Takes hashes computed from the content.
   *
   * @param hashes 32 bytes a piece, in order; copied
   * @throws IllegalArgumentException if they are not as many as the layout has pieces, or more than
   *     {@link #MAX_PIECES}
   */
  public static PieceHashes computed(PieceLayout layout, byte[] hashes) {
    return new PieceHashes(layout, hashes.clone());
  }

  /**
   * Takes hashes that came from others.
   *
   * @param hashes 32 bytes a piece, in order; copied
   * @throws HashMismatchException if they do not belong to the root
   * @throws IllegalArgumentException if the content has more than {@link #MAX_PIECES} pieces
   */
  public static PieceHashes verified(PieceLayout layout, Hash root, byte[] hashes)
      throws HashMismatchException {
    if (hashes.length != (long) layout.pieceCount() * Hash.LENGTH) {
      throw new HashMismatchException(
          hashes.length + " bytes of hashes for " + layout.pieceCount() + " pieces");
    }
    PieceHashes verified = new PieceHashes(layout, hashes.clone());
    if (!verified.root.equals(root)) {
      throw new HashMismatchException(
          "the piece hashes belong to the root " + verified.root + ", not to " + root);
    }
    return verified;
  }

  /** How the content is cut. */
  public PieceLayout layout() {
    return layout;
  }

  /** The root of the content's tree. */
  public Hash root() {
    return root;
  }

  /**
   * The hash of one piece.
   *
   * @throws IndexOutOfBoundsException if there is no such piece
   */
  public Hash hash(int piece) {
    Objects.checkIndex(piece, layout.pieceCount());
    return Hash.read(ByteBuffer.wrap(hashes, piece * Hash.LENGTH, Hash.LENGTH));
  }

  /**
   * The hashes of consecutive pieces, 32 bytes each, read-only.
   *
   * @throws IndexOutOfBoundsException if some of the pieces do not exist
   */
  public ByteBuffer range(int first, int count) {
    Objects.checkFromIndexSize(first, count, layout.pieceCount());
    return ByteBuffer.wrap(hashes, first * Hash.LENGTH, count * Hash.LENGTH)
        .slice()
        .asReadOnlyBuffer();
  }

  private static Hash root(PieceLayout layout, byte[] hashes) {
    int pieces = layout.pieceCount();
    if (pieces <= 1) {
      return pieces == 0 ? Hash.ZERO : Hash.of(hashes);
    }
    int pieceLevel = Integer.numberOfTrailingZeros(layout.leavesPerPiece());
    MerkleTree tree = new MerkleTree(MerkleTree.sha256(), pieceLevel);
    for (int piece = 0; piece < pieces; piece++) {
      tree.add(hashes, piece * Hash.LENGTH);
    }
    return tree.finish(Integer.highestOneBit(pieces - 1) << 1);
  }
}
