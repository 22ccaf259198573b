package io.coterie.peer.content;

import java.util.BitSet;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A set of pieces that only grows. Any number of threads may read and add; a read sees every add
 * that returned before it.
 */
public final class PieceSet {
  private final int size;
  private final AtomicLongArray words;
  private final AtomicInteger count = new AtomicInteger();

  /**
   * An empty set.
   *
   * @param size how many pieces the content has, 0 or more
   */
  public PieceSet(int size) {
    this.size = size;
    this.words = new AtomicLongArray((size + 63) >>> 6);
  }

  /** The set of all of {@code size} pieces. */
  public static PieceSet full(int size) {
    PieceSet set = new PieceSet(size);
    for (int word = 0; word < set.words.length(); word++) {
      int bits = Math.min(64, size - (word << 6));
      set.words.set(word, -1L >>> (64 - bits));
    }
    set.count.set(size);
    return set;
  }

  /**
   * Reads a set: bit {@code i % 8} of byte {@code i / 8}, from the lowest, says whether piece
   * {@code i} is in it. Missing bytes at the end count as zeros.
   *
   * @param size how many pieces the content has
   * @throws IllegalArgumentException if a bit is set beyond the last piece
   */
  public static PieceSet fromBytes(int size, byte[] bytes) {
    BitSet bits = BitSet.valueOf(bytes);
    if (bits.length() > size) {
      throw new IllegalArgumentException(
          "piece " + (bits.length() - 1) + " of content that has " + size);
    }
    PieceSet set = new PieceSet(size);
    long[] values = bits.toLongArray();
    for (int word = 0; word < values.length; word++) {
      set.words.set(word, values[word]);
    }
    set.count.set(bits.cardinality());
    return set;
  }

  /** Writes the set as {@link #fromBytes} reads it, one bit for each piece, filled up to bytes. */
  public byte[] toBytes() {
    byte[] bytes = new byte[(size + 7) >>> 3];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (words.get(i >>> 3) >>> ((i & 7) << 3));
    }
    return bytes;
  }

  /** An independent copy. */
  public PieceSet snapshot() {
    return fromBytes(size, toBytes());
  }

  /** How many pieces the content has. */
  public int size() {
    return size;
  }

  /** How many pieces are in the set. */
  public int count() {
    return count.get();
  }

  /** Whether every piece is in the set. */
  public boolean complete() {
    return count.get() == size;
  }

  /**
   * Whether a piece is in the set.
   *
   * @throws IndexOutOfBoundsException if there is no such piece
   */
  public boolean contains(int piece) {
    Objects.checkIndex(piece, size);
    return (words.get(piece >>> 6) & (1L << piece)) != 0;
  }

  /**
   * Adds a piece.
   *
   * @return whether it was not in the set
   * @throws IndexOutOfBoundsException if there is no such piece
   */
  public boolean add(int piece) {
    Objects.checkIndex(piece, size);
    long bit = 1L << piece;
    boolean added = (words.getAndAccumulate(piece >>> 6, bit, (a, b) -> a | b) & bit) == 0;
    if (added) {
      count.incrementAndGet();
    }
    return added;
  }

  /** The first piece in the set at or after an index; -1 when there is none. */
  public int next(int from) {
    return scan(from, 0L);
  }

  /** The first piece not in the set at or after an index; -1 when there is none. */
  public int nextMissing(int from) {
    return scan(from, -1L);
  }

  private int scan(int from, long flip) {
    for (int word = from >>> 6; word < words.length(); word++) {
      long bits = words.get(word) ^ flip;
      if (word == from >>> 6) {
        bits &= -1L << from;
      }
      if (bits != 0) {
        int piece = (word << 6) + Long.numberOfTrailingZeros(bits);
        return piece < size ? piece : -1;
      }
    }
    return -1;
  }

  @Override
  public String toString() {
    return count() + " of " + size + " pieces";
  }
}
