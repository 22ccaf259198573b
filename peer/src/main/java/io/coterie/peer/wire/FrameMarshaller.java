package io.coterie.peer.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import io.coterie.peer.v1.ChunkServiceGrpc;
import io.coterie.peer.v1.ReadPiecesRequest;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Writes and reads frames as the generated code would, byte for byte, but from and into lent
 * buffers: a frame's content is copied once on its way to the transport and once on its way from
 * it. Thread-safe.
 */
public final class FrameMarshaller implements MethodDescriptor.Marshaller<PieceFrame> {
  private final FrameBuffers buffers;
  private final FrameCounts counts;

  /** Reads into these buffers. */
  public FrameMarshaller(FrameBuffers buffers, FrameCounts counts) {
    this.buffers = buffers;
    this.counts = counts;
  }

  /**
   * Lends a buffer for a frame to be sent.
   *
   * @param length how many bytes it is to take, at most {@link PieceFrame#MAX_DATA}
   */
  public FrameBuffer lend(int length) {
    return buffers.take(length);
  }

  /** The method {@code ReadPieces}, its responses read and written by this. */
  public MethodDescriptor<ReadPiecesRequest, PieceFrame> readPieces() {
    var generated = ChunkServiceGrpc.getReadPiecesMethod();
    return generated.toBuilder(generated.getRequestMarshaller(), this).build();
  }

  /** Takes the frame over: it is closed with the stream. */
  @Override
  public InputStream stream(PieceFrame frame) {
    return new FrameStream(frame);
  }

  /**
   * Reads a frame, which the caller closes.
   *
   * @throws UncheckedIOException with an {@link InvalidProtocolBufferException} if it is no message
   *     of this type, or one far beyond the greatest frame
   */
  @Override
  public PieceFrame parse(InputStream message) {
    try (FrameReader reader = new FrameReader(message, buffers)) {
      PieceFrame frame = reader.read();
      counts.received(reader.isCopiedTwice());
      return frame;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
