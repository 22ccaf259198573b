package io.coterie.peer.wire;

import io.grpc.HasByteBuffer;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.function.IntSupplier;

/**
 * Bytes as a transport hands them over: in parts that end anywhere, even within a number. Without
 * access to its buffers it can only be read.
 */
public final class CutStream extends InputStream implements HasByteBuffer {
  private final ByteBuffer bytes;
  private final boolean direct;
  private final IntSupplier lengths;
  private int left;

  /**
   * Cuts bytes into parts.
   *
   * @param lengths the length of the next part, at least 1
   */
  public CutStream(byte[] bytes, boolean direct, IntSupplier lengths) {
    this.bytes = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    this.direct = direct;
    this.lengths = lengths;
  }

  @Override
  public int read() {
    return bytes.hasRemaining() ? Byte.toUnsignedInt(take(1).get()) : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length > 0 && !bytes.hasRemaining()) {
      return -1;
    }
    int count = Math.min(length, part());
    take(count).get(target, offset, count);
    return count;
  }

  @Override
  public long skip(long count) {
    int skipped = (int) Math.max(0, Math.min(count, part()));
    take(skipped);
    return skipped;
  }

  @Override
  public boolean byteBufferSupported() {
    return direct;
  }

  @Override
  public ByteBuffer getByteBuffer() {
    if (!direct) {
      throw new UnsupportedOperationException();
    }
    return bytes.slice(bytes.position(), part());
  }

  private int part() {
    if (left == 0) {
      left = lengths.getAsInt();
    }
    return Math.min(left, bytes.remaining());
  }

  private ByteBuffer take(int count) {
    part();
    ByteBuffer taken = bytes.slice(bytes.position(), count);
    bytes.position(bytes.position() + count);
    left = Math.max(0, left - count);
    return taken;
  }
}
