package io.coterie.peer.serve;

import io.coterie.peer.content.PieceLayout;
import io.coterie.peer.v1.PieceRange;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;

/** A part of a piece that was asked for. Guarded by its {@link RangeQueue}. */
final class Range {
  private final int piece;
  private final int end;
  private int next;
  private boolean cancelled;

  private Range(int piece, int start, int end) {
    this.piece = piece;
    this.next = start;
    this.end = end;
  }

  /**
   * Reads what a client asks for; its numbers are unsigned and may be anything.
   *
   * @throws Refusal RANGE_INVALID if there is no such part
   */
  static Range of(PieceRange asked, PieceLayout layout) {
    long piece = Integer.toUnsignedLong(asked.getPiece());
    if (piece >= layout.pieceCount()) {
      throw invalid("there is no piece " + piece + "; the file has " + layout.pieceCount());
    }
    int pieceLength = layout.pieceLength((int) piece);
    long start = Integer.toUnsignedLong(asked.getOffset());
    long length = Integer.toUnsignedLong(asked.getLength());
    long end = length == 0 ? pieceLength : start + length;
    if (start >= pieceLength || end > pieceLength) {
      throw invalid(
          "bytes "
              + start
              + " to "
              + end
              + " lie outside piece "
              + piece
              + ", which has "
              + pieceLength);
    }
    return new Range((int) piece, (int) start, (int) end);
  }

  static Refusal invalid(String message) {
    return new Refusal(ErrorReason.ERROR_REASON_RANGE_INVALID, message);
  }

  int piece() {
    return piece;
  }

  int next() {
    return next;
  }

  boolean isCancelled() {
    return cancelled;
  }

  void cancel() {
    cancelled = true;
    next = end;
  }

  boolean isEmpty() {
    return next == end;
  }

  Frame take(int maxLength) {
    Frame frame = new Frame(this, next, Math.min(maxLength, end - next));
    next += frame.length();
    return frame;
  }
}
