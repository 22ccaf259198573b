package io.coterie.peer.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The pieces asked of one source, and how long it takes for one. It sends them in an order of its
 * own, which is taken for the order asked until it begins one. Times are nanoseconds of a monotonic
 * clock. Not thread-safe.
 */
final class AskedPieces {
  private final List<Integer> pieces = new ArrayList<>();
  private long firstSince;
  private double measured;

  void add(int piece, long now) {
    if (pieces.isEmpty()) {
      firstSince = now;
    }
    pieces.add(piece);
  }

  /** The source has begun to send it, before the others. */
  void begun(int piece) {
    int index = pieces.indexOf(piece);
    if (index > 0) {
      Collections.rotate(pieces.subList(0, index + 1), 1);
    }
  }

  /** Whether the piece was among them. */
  boolean remove(int piece, long now) {
    if (isFirst(piece)) {
      firstSince = now;
    }
    return pieces.remove((Integer) piece);
  }

  /** A piece has come; the time since the one before counts a quarter of the average. */
  void delivered(int piece, long now) {
    if (pieces.contains(piece)) {
      double took = Math.max(1, now - firstSince);
      measured = measured == 0 ? took : (3 * measured + took) / 4;
      firstSince = now;
      pieces.remove((Integer) piece);
    }
  }

  int size() {
    return pieces.size();
  }

  /** The one that is being sent first, and the others in the order asked. */
  List<Integer> pieces() {
    return pieces;
  }

  /** Whether this is the piece that the source is sending. */
  boolean isFirst(int piece) {
    return !pieces.isEmpty() && pieces.get(0) == piece;
  }

  /** Whether a piece has ever come. */
  boolean isMeasured() {
    return measured > 0;
  }

  /** How long a piece takes: what was measured, or as long as the first has taken by now. */
  double perPiece(long now) {
    double soFar = pieces.isEmpty() ? 0 : now - firstSince;
    return Math.max(Math.max(1, measured), soFar);
  }

  /**
   * When the piece at an index will have come, from now. A piece that is late is expected to take
   * as long again as it is late.
   */
  double untilArrival(int index, long now) {
    double first = pieces.isEmpty() ? perPiece(now) : Math.abs(measured - (now - firstSince));
    return first + index * perPiece(now);
  }
}
