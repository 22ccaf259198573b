package io.coterie.peer.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.coterie.peer.v1.ReadPiecesResponse;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads one serialized {@code ReadPiecesResponse} by the rules of protobuf's wire format: fields in
 * any order, the last of several counts, unknown ones are passed over. For one thread.
 */
final class FrameReader implements AutoCloseable {
  static final int LENGTH_DELIMITED = WireFormat.WIRETYPE_LENGTH_DELIMITED;

  private static final int PIECE =
      tag(ReadPiecesResponse.PIECE_FIELD_NUMBER, WireFormat.WIRETYPE_VARINT);
  private static final int OFFSET =
      tag(ReadPiecesResponse.OFFSET_FIELD_NUMBER, WireFormat.WIRETYPE_VARINT);
  private static final int NOT_HELD =
      tag(ReadPiecesResponse.NOT_HELD_FIELD_NUMBER, WireFormat.WIRETYPE_VARINT);
  private static final int DATA = tag(ReadPiecesResponse.DATA_FIELD_NUMBER, LENGTH_DELIMITED);

  /** How deep unknown groups may be nested, as in the generated code. */
  private static final int MAX_NESTING = 100;

  private final WireInput input;
  private final FrameBuffers buffers;
  private FrameBuffer data = FrameBuffer.empty();
  private boolean copiedTwice;

  FrameReader(InputStream message, FrameBuffers buffers) {
    this.input = new WireInput(message);
    this.buffers = buffers;
  }

  /**
   * Reads to the end of the message.
   *
   * @throws InvalidProtocolBufferException if it is no such message
   */
  PieceFrame read() throws IOException {
    int piece = 0;
    int offset = 0;
    boolean notHeld = false;
    for (int tag = input.tag(); tag != 0; tag = input.tag()) {
      if (tag == PIECE) {
        piece = (int) input.varint();
      } else if (tag == OFFSET) {
        offset = (int) input.varint();
      } else if (tag == NOT_HELD) {
        notHeld = input.varint() != 0;
      } else if (tag == DATA) {
        readData();
      } else {
        skipField(tag, 0);
      }
    }
    FrameBuffer handedOver = data;
    data = FrameBuffer.empty();
    return new PieceFrame(piece, offset, notHeld, handedOver);
  }

  /** Whether the transport gave no access to its buffers. */
  boolean isCopiedTwice() {
    return copiedTwice;
  }

  /** Gives back what a failed reading has taken. */
  @Override
  public void close() {
    data.close();
  }

  private void readData() throws IOException {
    int length = length();
    data.close();
    data = FrameBuffer.empty();
    if (length > FrameBuffers.SIZE) {
      throw WireInput.malformed("more content than a frame may have");
    }
    if (length > 0) {
      copiedTwice |= !input.isDirect();
      data = buffers.take(length);
      input.fill(data.bytes());
      data.bytes().flip();
    }
  }

  private void skipField(int tag, int depth) throws IOException {
    switch (WireFormat.getTagWireType(tag)) {
      case WireFormat.WIRETYPE_VARINT -> input.varint();
      case WireFormat.WIRETYPE_FIXED64 -> input.skip(Long.BYTES);
      case WireFormat.WIRETYPE_LENGTH_DELIMITED -> input.skip(length());
      case WireFormat.WIRETYPE_START_GROUP -> skipGroup(WireFormat.getTagFieldNumber(tag), depth);
      case WireFormat.WIRETYPE_FIXED32 -> input.skip(Integer.BYTES);
      default -> throw WireInput.malformed("a field of no known kind, or a group without a start");
    }
  }

  private void skipGroup(int number, int depth) throws IOException {
    if (depth >= MAX_NESTING) {
      throw WireInput.malformed("too many groups within groups");
    }
    int end = tag(number, WireFormat.WIRETYPE_END_GROUP);
    for (int tag = input.tag(); tag != end; tag = input.tag()) {
      if (tag == 0) {
        throw WireInput.malformed("a group without an end");
      }
      skipField(tag, depth + 1);
    }
  }

  private int length() throws IOException {
    int length = (int) input.varint();
    if (length < 0) {
      throw WireInput.malformed("a field of negative length");
    }
    return length;
  }

  private static int tag(int number, int type) {
    return number << 3 | type;
  }
}
