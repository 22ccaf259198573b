package io.coterie.peer.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.HasByteBuffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what protobuf messages consist of from a transport's stream: numbers byte by byte, content
 * straight from the transport's buffers where it lets us. For one thread.
 */
final class WireInput {
  private static final int BLOCK = 16 << 10;
  private static final int MAX_VARINT_BYTES = 10;
  private static final ThreadLocal<byte[]> SCRATCH = ThreadLocal.withInitial(() -> new byte[BLOCK]);

  private final InputStream stream;
  private final @Nullable HasByteBuffer source;

  WireInput(InputStream stream) {
    this.stream = stream;
    this.source =
        stream instanceof HasByteBuffer direct && direct.byteBufferSupported() ? direct : null;
  }

  /** Whether the transport gives access to its buffers. */
  boolean isDirect() {
    return source != null;
  }

  /** A number of at most ten bytes. */
  long varint() throws IOException {
    return varint(stream.read());
  }

  /** A tag; 0 at the end of the message. */
  int tag() throws IOException {
    int first = stream.read();
    return first < 0 ? 0 : nonZero((int) varint(first));
  }

  /** Fills a buffer up to its limit. */
  void fill(ByteBuffer target) throws IOException {
    while (target.hasRemaining()) {
      ByteBuffer next = source == null ? null : source.getByteBuffer();
      if (next != null && next.hasRemaining()) {
        int count = Math.min(next.remaining(), target.remaining());
        next.limit(next.position() + count);
        target.put(next);
        skip(count);
      } else {
        byte[] scratch = SCRATCH.get();
        int count = stream.read(scratch, 0, Math.min(scratch.length, target.remaining()));
        if (count < 0) {
          throw truncated();
        }
        target.put(scratch, 0, count);
      }
    }
  }

  /** Passes over bytes. */
  void skip(long count) throws IOException {
    byte[] scratch = SCRATCH.get();
    long left = count;
    while (left > 0) {
      long skipped = stream.skip(left);
      if (skipped <= 0) {
        skipped = stream.read(scratch, 0, (int) Math.min(scratch.length, left));
        if (skipped < 0) {
          throw truncated();
        }
      }
      left -= skipped;
    }
  }

  static InvalidProtocolBufferException malformed(String what) {
    return new InvalidProtocolBufferException("the message has " + what);
  }

  private long varint(int first) throws IOException {
    long value = 0;
    int next = first;
    for (int i = 0; i < MAX_VARINT_BYTES; i++) {
      if (next < 0) {
        throw truncated();
      }
      value |= (long) (next & 0x7f) << (7 * i);
      if (next < 0x80) {
        return value;
      }
      next = i + 1 < MAX_VARINT_BYTES ? stream.read() : next;
    }
    throw malformed("a number of more than ten bytes");
  }

  private static int nonZero(int tag) throws IOException {
    if (tag >>> 3 == 0) {
      throw malformed("a field without a number");
    }
    return tag;
  }

  private static InvalidProtocolBufferException truncated() {
    return malformed("less than it says");
  }
}
