package io.coterie.peer.fetch;

import io.coterie.peer.content.Hash;
import io.coterie.peer.content.PieceDigest;
import io.coterie.peer.content.PieceHashes;
import io.coterie.peer.wire.PieceFrame;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Turns the frames of one stream into verified pieces and notices every breach of the protocol:
 * pieces come in any order, but one ends before another begins unless it was taken back. Holds the
 * bytes of at most one piece in memory, so that nothing unverified reaches the disk and two
 * attempts at one piece cannot mix. Not thread-safe.
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
  private static final String NOT_ASKED = "sent a piece that it was not asked for";
  private static final String OUT_OF_ORDER = "sends bytes out of order";

  /** A piece of which nothing has come. */
  private static final class Asked {
    /** How many times it may come: whether it was taken back in time is not known. */
    int times;

    boolean wanted;
  }

  /** The piece that is coming. */
  private static final class Begun {
    final int piece;
    int received;
    boolean wanted;

    Begun(int piece, boolean wanted) {
      this.piece = piece;
      this.wanted = wanted;
    }
  }

  private final PieceHashes hashes;
  private final PieceDigest digest;
  private final Map<Integer, Asked> asked = new HashMap<>();
  private @Nullable Begun begun;
  private PieceBytes bytes = new PieceBytes();

  PieceReceiver(PieceHashes hashes) {
    this.hashes = hashes;
    this.digest = new PieceDigest(hashes.layout());
  }

  /**
   * A piece has been asked for. When it had been asked for before and taken back, it may come once
   * or twice: the first to come counts.
   */
  void expect(int piece) {
    Asked more = asked.computeIfAbsent(piece, key -> new Asked());
    more.times++;
    more.wanted = true;
  }

  /**
   * A piece is not wanted any more. Whatever still comes of it is dropped.
   *
   * @return whether it was expected
   */
  boolean cancel(int piece) {
    Asked waiting = asked.get(piece);
    if (waiting != null && waiting.wanted) {
      waiting.wanted = false;
      return true;
    }
    Begun coming = begun;
    if (coming != null && coming.piece == piece && coming.wanted) {
      coming.wanted = false;
      abandon();
      return true;
    }
    return false;
  }

  /** Whether a piece is owed by the source. */
  boolean isOwed() {
    Begun coming = begun;
    return (coming != null && coming.wanted)
        || asked.values().stream().anyMatch(waiting -> waiting.wanted);
  }

  /** The piece that is coming and wanted. */
  OptionalInt coming() {
    Begun coming = begun;
    return coming != null && coming.wanted ? OptionalInt.of(coming.piece) : OptionalInt.empty();
  }

  /** Takes the next frame of the stream over, whatever comes of it. */
  Outcome accept(PieceFrame frame) {
    Begun coming = begun;
    if (coming == null || !continues(coming, frame)) {
      Asked next = asked.get(frame.piece());
      Optional<String> breach = breach(coming, next, frame);
      if (next == null || breach.isPresent()) {
        return fault(frame, breach.orElse(NOT_ASKED));
      }
      if (frame.notHeld()) {
        return notHeld(next, frame);
      }
      if (frame.data().hasRemaining()) {
        coming = begin(next, frame.piece());
      }
    }
    if (coming == null || !frame.data().hasRemaining()) {
      frame.close();
      return WAITS;
    }
    return data(coming, frame);
  }

  /** Gives back what is held. */
  void close() {
    asked.clear();
    begun = null;
    abandon();
  }

  private static boolean continues(Begun coming, PieceFrame frame) {
    return !frame.notHeld() && frame.piece() == coming.piece && frame.offset() == coming.received;
  }

  /** What is wrong with a frame that does not continue the piece that is coming. */
  private Optional<String> breach(@Nullable Begun coming, @Nullable Asked next, PieceFrame frame) {
    boolean leaves = coming != null && !mayBeLeft(coming);
    boolean same = coming != null && coming.piece == frame.piece();
    if (frame.notHeld() && (frame.data().hasRemaining() || (leaves && same))) {
      return Optional.of("sent a part of a piece that it says it does not hold");
    }
    if (next == null) {
      return Optional.of(same ? OUT_OF_ORDER : NOT_ASKED);
    }
    if (!frame.notHeld() && frame.offset() != 0) {
      return Optional.of(OUT_OF_ORDER);
    }
    return leaves ? Optional.of("began another piece before the end of one") : Optional.empty();
  }

  /** Whether the source may leave out the rest: it was taken back, if only for a while. */
  private boolean mayBeLeft(Begun coming) {
    return !coming.wanted || asked.containsKey(coming.piece);
  }

  /** The first bytes of a piece have come. What was left of another comes from its start. */
  private Begun begin(Asked next, int piece) {
    Begun left = begun;
    if (left != null && left.wanted) {
      abandon();
      Objects.requireNonNull(asked.get(left.piece)).wanted = true;
    }
    Begun coming = new Begun(piece, next.wanted);
    begun = coming;
    once(next, piece);
    return coming;
  }

  private Outcome notHeld(Asked next, PieceFrame frame) {
    frame.close();
    boolean wanted = next.wanted;
    once(next, frame.piece());
    return wanted ? new Outcome.NotHeld(frame.piece()) : MORE;
  }

  private void once(Asked next, int piece) {
    next.wanted = false;
    if (--next.times == 0) {
      asked.remove(piece);
    }
  }

  private Outcome data(Begun coming, PieceFrame frame) {
    int length = frame.data().remaining();
    int pieceLength = hashes.layout().pieceLength(coming.piece);
    if (length > pieceLength - coming.received) {
      return fault(frame, "sent more bytes than a piece has");
    }
    coming.received += length;
    if (coming.wanted) {
      digest.update(frame.data().duplicate());
      bytes.add(frame.buffer());
    } else {
      frame.close();
    }
    if (coming.received < pieceLength) {
      return MORE;
    }
    begun = null;
    return coming.wanted ? finish(coming.piece) : MORE;
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
