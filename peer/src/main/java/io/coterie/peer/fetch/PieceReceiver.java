package io.coterie.peer.fetch;

import com.google.protobuf.ByteString;
import io.coterie.peer.content.Hash;
import io.coterie.peer.content.PieceDigest;
import io.coterie.peer.content.PieceHashes;
import io.coterie.peer.v1.ReadPiecesResponse;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Turns the frames of one stream into verified pieces and notices every breach of the protocol.
 * Holds the bytes of at most one piece in memory, so that nothing unverified reaches the disk and
 * two attempts at one piece cannot mix. Not thread-safe.
 */
final class PieceReceiver {
  /** The greatest frame allowed, in bytes of data. */
  static final int MAX_FRAME = 1 << 20;

  /** What a frame has led to. */
  sealed interface Outcome {
    /** Nothing to report yet. */
    record More() implements Outcome {}

    /** A piece is whole and good; the buffer is the caller's, to be given back. */
    record Verified(int piece, ByteBuffer bytes) implements Outcome {}

    /** The source does not hold the piece. */
    record NotHeld(int piece) implements Outcome {}

    /** The source is at fault; the stream is to be ended. */
    record Fault(StreamEnd end) implements Outcome {}
  }

  private static final Outcome MORE = new Outcome.More();

  private static final class Expected {
    final int piece;
    int received;
    boolean cancelled;

    Expected(int piece) {
      this.piece = piece;
    }
  }

  private final PieceHashes hashes;
  private final PieceBuffers buffers;
  private final PieceDigest digest;
  private final Deque<Expected> queue = new ArrayDeque<>();
  private @Nullable ByteBuffer buffer;

  PieceReceiver(PieceHashes hashes, PieceBuffers buffers) {
    this.hashes = hashes;
    this.buffers = buffers;
    this.digest = new PieceDigest(hashes.layout());
  }

  /** A piece has been asked for, after all others. */
  void expect(int piece) {
    queue.add(new Expected(piece));
  }

  /**
   * A piece is not wanted any more. Whatever still comes of it is dropped.
   *
   * @return whether it was expected
   */
  boolean cancel(int piece) {
    for (Expected expected : queue) {
      if (expected.piece == piece && !expected.cancelled) {
        expected.cancelled = true;
        if (expected.received > 0) {
          abandon();
        }
        return true;
      }
    }
    return false;
  }

  /** Whether a piece is owed by the source. */
  boolean isOwed() {
    return queue.stream().anyMatch(expected -> !expected.cancelled);
  }

  /** Takes the next frame of the stream. */
  Outcome accept(ReadPiecesResponse frame) {
    Expected head = queue.peek();
    while (head != null && head.cancelled && head.piece != frame.getPiece()) {
      queue.remove();
      head = queue.peek();
    }
    if (head == null || head.piece != frame.getPiece()) {
      return fault("sent a piece that it was not asked for");
    }
    return frame.getNotHeld() ? notHeld(head, frame) : data(head, frame);
  }

  /** Gives back what is held. */
  void close() {
    queue.clear();
    abandon();
  }

  private Outcome notHeld(Expected head, ReadPiecesResponse frame) {
    if (head.received > 0 || !frame.getData().isEmpty()) {
      return fault("sent a part of a piece that it says it does not hold");
    }
    queue.remove();
    return head.cancelled ? MORE : new Outcome.NotHeld(head.piece);
  }

  private Outcome data(Expected head, ReadPiecesResponse frame) {
    ByteString data = frame.getData();
    int length = hashes.layout().pieceLength(head.piece);
    if (data.isEmpty()) {
      return fault("sends frames without data");
    }
    if (data.size() > MAX_FRAME) {
      return fault("sends frames larger than allowed");
    }
    if (frame.getOffset() != head.received) {
      return fault("sends bytes out of order");
    }
    if (data.size() > length - head.received) {
      return fault("sent more bytes than a piece has");
    }
    head.received += data.size();
    if (!head.cancelled) {
      add(length, data);
    }
    if (head.received < length) {
      return MORE;
    }
    queue.remove();
    return head.cancelled ? MORE : finish(head.piece);
  }

  private void add(int length, ByteString data) {
    if (buffer == null) {
      buffer = buffers.take(length);
    }
    for (ByteBuffer part : data.asReadOnlyByteBufferList()) {
      digest.update(part.duplicate());
      buffer.put(part);
    }
  }

  private Outcome finish(int piece) {
    Hash hash = digest.finish();
    ByteBuffer bytes = buffer;
    if (bytes == null || !hash.equals(hashes.hash(piece))) {
      return new Outcome.Fault(new StreamEnd.BadPiece(piece));
    }
    buffer = null;
    return new Outcome.Verified(piece, bytes.flip());
  }

  private void abandon() {
    digest.reset();
    if (buffer != null) {
      buffers.giveBack(buffer);
      buffer = null;
    }
  }

  private static Outcome fault(String what) {
    return new Outcome.Fault(new StreamEnd.Misbehaved(what));
  }
}
