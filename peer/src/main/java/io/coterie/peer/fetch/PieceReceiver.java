package io.coterie.peer.fetch;

import io.coterie.peer.content.Hash;
import io.coterie.peer.content.PieceDigest;
import io.coterie.peer.content.PieceHashes;
import io.coterie.peer.wire.PieceFrame;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Turns the frames of one stream into verified pieces and notices every breach of the protocol.
 * Holds the bytes of at most one piece in memory, so that nothing unverified reaches the disk and
 * two attempts at one piece cannot mix. Not thread-safe.
 */
final class PieceReceiver {
  /** What a frame has led to. */
  sealed interface Outcome {
    /** Nothing to report yet. */
    record More() implements Outcome {}

    /** The source lets this stream wait for its turn. */
    record Waits() implements Outcome {}

    /** A piece is whole and good; the bytes are the caller's, to be closed. */
    record Verified(int piece, PieceBytes bytes) implements Outcome {}

    /** The source does not hold the piece. */
    record NotHeld(int piece) implements Outcome {}

    /** The source is at fault; the stream is to be ended. */
    record Fault(StreamEnd end) implements Outcome {}
  }

  private static final Outcome MORE = new Outcome.More();
  private static final Outcome WAITS = new Outcome.Waits();

  private static final class Expected {
    final int piece;
    int received;
    boolean cancelled;

    Expected(int piece) {
      this.piece = piece;
    }
  }

  private final PieceHashes hashes;
  private final PieceDigest digest;
  private final Deque<Expected> queue = new ArrayDeque<>();
  private PieceBytes bytes = new PieceBytes();

  PieceReceiver(PieceHashes hashes) {
    this.hashes = hashes;
    this.digest = new PieceDigest(hashes.layout());
  }

  /**
   * A piece has been asked for, after all others. When it had been asked for before and taken back,
   * it may come once or twice: the first to come counts.
   */
  void expect(int piece) {
    Expected next = new Expected(piece);
    for (Expected earlier : queue) {
      if (earlier.piece == piece && earlier.cancelled && earlier.received == 0) {
        earlier.cancelled = false;
        next.cancelled = true;
        break;
      }
    }
    queue.add(next);
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

  /** Takes the next frame of the stream over, whatever comes of it. */
  Outcome accept(PieceFrame frame) {
    Expected head = queue.peek();
    while (head != null && (isSkipped(head, frame) || beginsAgain(head, frame))) {
      queue.remove();
      head = queue.peek();
    }
    if (head == null || head.piece != frame.piece()) {
      return fault(frame, "sent a piece that it was not asked for");
    }
    return frame.notHeld() ? notHeld(head, frame) : data(head, frame);
  }

  /** Gives back what is held. */
  void close() {
    queue.clear();
    abandon();
  }

  /** Whether the source has left out the rest of a piece that was taken back. */
  private static boolean isSkipped(Expected head, PieceFrame frame) {
    return head.cancelled && (head.piece != frame.piece() || isStartAgain(head, frame));
  }

  /** Whether the source had stopped a piece that was taken back, and sends it as asked again. */
  private boolean beginsAgain(Expected head, PieceFrame frame) {
    if (head.cancelled || head.piece != frame.piece() || !isStartAgain(head, frame)) {
      return false;
    }
    for (Expected later : queue) {
      if (later.piece == head.piece && later.cancelled) {
        abandon();
        later.cancelled = false;
        return true;
      }
    }
    return false;
  }

  private static boolean isStartAgain(Expected head, PieceFrame frame) {
    return frame.offset() == 0 && head.received > 0;
  }

  private Outcome notHeld(Expected head, PieceFrame frame) {
    if (head.received > 0 || frame.data().hasRemaining()) {
      return fault(frame, "sent a part of a piece that it says it does not hold");
    }
    frame.close();
    queue.remove();
    return head.cancelled ? MORE : new Outcome.NotHeld(head.piece);
  }

  private Outcome data(Expected head, PieceFrame frame) {
    int length = frame.data().remaining();
    int pieceLength = hashes.layout().pieceLength(head.piece);
    if (frame.offset() != head.received) {
      return fault(frame, "sends bytes out of order");
    }
    if (length == 0) {
      frame.close();
      return WAITS;
    }
    if (length > pieceLength - head.received) {
      return fault(frame, "sent more bytes than a piece has");
    }
    head.received += length;
    if (head.cancelled) {
      frame.close();
    } else {
      digest.update(frame.data().duplicate());
      bytes.add(frame.buffer());
    }
    if (head.received < pieceLength) {
      return MORE;
    }
    queue.remove();
    return head.cancelled ? MORE : finish(head.piece);
  }

  private Outcome finish(int piece) {
    Hash hash = digest.finish();
    if (!hash.equals(hashes.hash(piece))) {
      return new Outcome.Fault(new StreamEnd.BadPiece(piece));
    }
    PieceBytes whole = bytes;
    bytes = new PieceBytes();
    return new Outcome.Verified(piece, whole);
  }

  private void abandon() {
    digest.reset();
    bytes.close();
  }

  private static Outcome fault(PieceFrame frame, String what) {
    frame.close();
    return new Outcome.Fault(new StreamEnd.Misbehaved(what));
  }
}
