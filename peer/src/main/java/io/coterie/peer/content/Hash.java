package io.coterie.peer.content;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 hash: 32 bytes, compared by value. Immutable. */
public final class Hash {
  /** The length of a hash in bytes. */
  public static final int LENGTH = 32;

  /** 32 zero bytes: the root of an empty file, and a leaf beyond the end of one. */
  public static final Hash ZERO = new Hash(new byte[LENGTH]);

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Copies a hash.
   *
   * @throws IllegalArgumentException if there are not exactly 32 bytes
   */
  public static Hash of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
    }
    return new Hash(bytes.clone());
  }

  /**
   * Reads the next 32 bytes of a buffer.
   *
   * @throws java.nio.BufferUnderflowException if there are fewer
   */
  public static Hash read(ByteBuffer source) {
    byte[] bytes = new byte[LENGTH];
    source.get(bytes);
    return new Hash(bytes);
  }

  /**
   * Reads 64 hexadecimal digits.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static Hash parse(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }

  /** A copy of the 32 bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** The 32 bytes, read-only. */
  public ByteBuffer asByteBuffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The 64 lower-case hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
