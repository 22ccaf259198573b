package io.coterie.bench;

import java.io.OutputStream;
import java.nio.ByteBuffer;

/** A transport that copies what is sent into one direct buffer over and over, as netty would. */
final class CopyingStream extends OutputStream {
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);

  @Override
  public void write(int value) {
    room(1).put((byte) value);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int done = 0;
    while (done < length) {
      int part = Math.min(length - done, buffer.capacity());
      room(part).put(bytes, offset + done, part);
      done += part;
    }
  }

  private ByteBuffer room(int length) {
    return buffer.remaining() < length ? buffer.clear() : buffer;
  }
}
