package io.coterie.rpc.testing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the bytes of a fuzzer as numbers, blocks and text, from the front. Never fails: beyond the
 * end come zeros and nothing. Not thread-safe.
 */
public final class FuzzInput {
  private final byte[] bytes;
  private int at;

  /** Reads from the first byte on. */
  public FuzzInput(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Whether something is left. */
  public boolean hasMore() {
    return at < bytes.length;
  }

  /** A number from 0 to {@code bound - 1}, of one byte; the bound is at most 256. */
  public int below(int bound) {
    return octet() % bound;
  }

  /** Any number, of four bytes. */
  public int integer() {
    return octet() << 24 | octet() << 16 | octet() << 8 | octet();
  }

  /** Any number, of eight bytes. */
  public long longInteger() {
    return (long) integer() << 32 | Integer.toUnsignedLong(integer());
  }

  /** The next bytes, as many as two bytes before them say. */
  public byte[] block() {
    return bytes(octet() << 8 | octet());
  }

  /** The next bytes, fewer if fewer are left. */
  public byte[] bytes(int length) {
    byte[] next = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + length));
    at += next.length;
    return next;
  }

  /** All that is left. */
  public byte[] rest() {
    return bytes(bytes.length - at);
  }

  /** All that is left, as UTF-8; what is no UTF-8 becomes U+FFFD. */
  public String text() {
    return new String(rest(), StandardCharsets.UTF_8);
  }

  /** All that is left, two bytes a character, so that surrogates may stand alone. */
  public String utf16() {
    byte[] rest = rest();
    char[] characters = new char[rest.length / 2];
    for (int i = 0; i < characters.length; i++) {
      characters[i] = (char) ((rest[2 * i] & 0xFF) << 8 | (rest[2 * i + 1] & 0xFF));
    }
    return new String(characters);
  }

  private int octet() {
    return at < bytes.length ? bytes[at++] & 0xFF : 0;
  }
}
