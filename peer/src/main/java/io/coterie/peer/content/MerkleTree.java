package io.coterie.peer.content;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Grows a SHA-256 Merkle tree (BEP 52) from left to right and keeps one hash a level. Nodes that
 * are never added count as subtrees of zero leaves. Not thread-safe.
 */
final class MerkleTree {
  /** Above the widest tree: 2^10 leaves a piece, 2^26 pieces. */
  private static final int LEVELS = 40;

  private static final byte[][] ZERO_SUBTREES = zeroSubtrees();

  private final MessageDigest sha256;
  private final int baseLevel;
  private final byte[][] pending = new byte[LEVELS][Hash.LENGTH];
  private final byte[] node = new byte[Hash.LENGTH];
  private int count;

  /**
   * Starts a tree.
   *
   * @param sha256 computes the inner nodes; fresh before and after each call
   * @param baseLevel how high above the leaves the added nodes stand
   */
  MerkleTree(MessageDigest sha256, int baseLevel) {
    this.sha256 = sha256;
    this.baseLevel = baseLevel;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Adds the next node: 32 bytes of an array. */
  void add(byte[] source, int offset) {
    System.arraycopy(source, offset, node, 0, Hash.LENGTH);
    int level = 0;
    for (; ((count >> level) & 1) != 0; level++) {
      join(pending[level], node);
    }
    System.arraycopy(node, 0, pending[level], 0, Hash.LENGTH);
    count++;
  }

  /**
   * Returns the root and starts anew.
   *
   * @param width how many nodes the tree has, added or not; a power of two
   * @throws IllegalStateException if more were added
   */
  Hash finish(int width) {
    if (count > width) {
      throw new IllegalStateException(count + " nodes in a tree of " + width);
    }
    int height = Integer.numberOfTrailingZeros(width);
    if (count == width) {
      System.arraycopy(pending[height], 0, node, 0, Hash.LENGTH);
    } else {
      System.arraycopy(ZERO_SUBTREES[baseLevel], 0, node, 0, Hash.LENGTH);
      for (int level = 0; level < height; level++) {
        if (((count >> level) & 1) != 0) {
          join(pending[level], node);
        } else {
          join(node, ZERO_SUBTREES[baseLevel + level]);
        }
      }
    }
    count = 0;
    return Hash.of(node);
  }

  private void join(byte[] left, byte[] right) {
    digest(sha256, left, right, node);
  }

  private static void digest(MessageDigest sha256, byte[] left, byte[] right, byte[] result) {
    sha256.update(left);
    sha256.update(right);
    try {
      sha256.digest(result, 0, result.length);
    } catch (DigestException e) {
      throw new AssertionError("32 bytes hold a SHA-256 hash", e);
    }
  }

  private static byte[][] zeroSubtrees() {
    MessageDigest sha256 = sha256();
    byte[][] zeros = new byte[LEVELS][Hash.LENGTH];
    for (int level = 1; level < LEVELS; level++) {
      digest(sha256, zeros[level - 1], zeros[level - 1], zeros[level]);
    }
    return zeros;
  }
}
