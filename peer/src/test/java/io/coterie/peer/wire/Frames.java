package io.coterie.peer.wire;

import com.google.protobuf.ByteString;
import io.coterie.peer.v1.ReadPiecesResponse;

/** Turns frames into the generated messages and back. */
public final class Frames {
  private Frames() {}

  /** A frame in a lent buffer. */
  public static PieceFrame of(ReadPiecesResponse message, FrameBuffers buffers) {
    FrameBuffer buffer = FrameBuffer.empty();
    if (!message.getData().isEmpty()) {
      buffer = buffers.take(message.getData().size());
      message.getData().copyTo(buffer.bytes());
      buffer.bytes().flip();
    }
    return new PieceFrame(message.getPiece(), message.getOffset(), message.getNotHeld(), buffer);
  }

  /** What the generated code makes of a frame, which is closed. */
  public static ReadPiecesResponse message(PieceFrame frame) {
    try (frame) {
      return ReadPiecesResponse.newBuilder()
          .setPiece(frame.piece())
          .setOffset(frame.offset())
          .setNotHeld(frame.notHeld())
          .setData(ByteString.copyFrom(frame.data()))
          .build();
    }
  }
}
