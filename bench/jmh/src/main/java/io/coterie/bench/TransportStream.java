package io.coterie.bench;

import io.grpc.HasByteBuffer;
import io.grpc.KnownLength;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A received message in direct buffers of an HTTP/2 frame each, as netty shows it. */
final class TransportStream extends InputStream implements HasByteBuffer, KnownLength {
  /** 16 KiB less the header. */
  private static final int FRAME = (16 << 10) - 9;

  private final ByteBuffer message;

  TransportStream(byte[] bytes) {
    message = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  /** Makes it unread. */
  void rewind() {
    message.rewind();
  }

  @Override
  public boolean byteBufferSupported() {
    return true;
  }

  @Override
  public ByteBuffer getByteBuffer() {
    int inFrame = FRAME - message.position() % FRAME;
    return message.slice(message.position(), Math.min(inFrame, message.remaining()));
  }

  @Override
  public int available() {
    return message.remaining();
  }

  @Override
  public long skip(long count) {
    int skipped = (int) Math.min(count, message.remaining());
    message.position(message.position() + skipped);
    return skipped;
  }

  @Override
  public int read() {
    return message.hasRemaining() ? Byte.toUnsignedInt(message.get()) : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length > 0 && !message.hasRemaining()) {
      return -1;
    }
    int count = Math.min(length, message.remaining());
    message.get(target, offset, count);
    return count;
  }
}
