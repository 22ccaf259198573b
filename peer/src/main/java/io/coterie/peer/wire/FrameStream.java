package io.coterie.peer.wire;

import com.google.protobuf.CodedOutputStream;
import io.coterie.peer.v1.ReadPiecesResponse;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A frame as a serialized {@code ReadPiecesResponse}. A transport drains it in blocks that stay in
 * the processor's cache; whoever does not know how to drain may read. Used by one thread at a time.
 */
final class FrameStream extends InputStream implements KnownLength, Drainable {
  private static final int BLOCK = 64 << 10;
  private static final ThreadLocal<byte[]> SCRATCH = ThreadLocal.withInitial(() -> new byte[BLOCK]);

  private final PieceFrame frame;
  private final ByteBuffer header;
  private final ByteBuffer data;

  FrameStream(PieceFrame frame) {
    this.frame = frame;
    this.data = frame.data();
    this.header = header(frame, data.remaining());
  }

  @Override
  public int available() {
    return header.remaining() + data.remaining();
  }

  @Override
  public int drainTo(OutputStream target) throws IOException {
    int length = available();
    byte[] scratch = SCRATCH.get();
    drain(header, scratch, target);
    drain(data, scratch, target);
    return length;
  }

  @Override
  public int read() {
    ByteBuffer next = header.hasRemaining() ? header : data;
    return next.hasRemaining() ? Byte.toUnsignedInt(next.get()) : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    ByteBuffer next = header.hasRemaining() ? header : data;
    if (length > 0 && !next.hasRemaining()) {
      return -1;
    }
    int count = Math.min(length, next.remaining());
    next.get(target, offset, count);
    return count;
  }

  @Override
  public void close() {
    header.position(header.limit());
    frame.close();
  }

  private static void drain(ByteBuffer source, byte[] scratch, OutputStream target)
      throws IOException {
    while (source.hasRemaining()) {
      int block = Math.min(BLOCK, source.remaining());
      source.get(scratch, 0, block);
      target.write(scratch, 0, block);
    }
  }

  private static ByteBuffer header(PieceFrame frame, int length) {
    byte[] bytes = new byte[32];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      if (frame.piece() != 0) {
        out.writeUInt32(ReadPiecesResponse.PIECE_FIELD_NUMBER, frame.piece());
      }
      if (frame.offset() != 0) {
        out.writeUInt32(ReadPiecesResponse.OFFSET_FIELD_NUMBER, frame.offset());
      }
      if (frame.notHeld()) {
        out.writeBool(ReadPiecesResponse.NOT_HELD_FIELD_NUMBER, true);
      }
      if (length > 0) {
        out.writeTag(ReadPiecesResponse.DATA_FIELD_NUMBER, FrameReader.LENGTH_DELIMITED);
        out.writeUInt32NoTag(length);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a frame's header has room in its array", e);
    }
    return ByteBuffer.wrap(Arrays.copyOf(bytes, out.getTotalBytesWritten()));
  }
}
