package io.coterie.peer.plan;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The pieces asked of one source, which sends them in this order, and how long it takes for one.
 * Times are nanoseconds of a monotonic clock. Not thread-safe.
 */
final class AskedPieces {
  private final Set<Integer> pieces = new LinkedHashSet<>();
  private long firstSince;
  private double measured;

  void add(int piece, long now) {
    if (pieces.isEmpty()) {
      firstSince = now;
    }
    pieces.add(piece);
  }

  /** Whether the piece was among them. */
  boolean remove(int piece, long now) {
    if (isFirst(piece)) {
      firstSince = now;
    }
    return pieces.remove(piece);
  }

  /** A piece has come; the time since the one before counts a quarter of the average. */
  void delivered(int piece, long now) {
    if (pieces.contains(piece)) {
      double took = Math.max(1, now - firstSince);
      measured = measured == 0 ? took : (3 * measured + took) / 4;
      firstSince = now;
      pieces.remove(piece);
    }
  }

  int size() {
    return pieces.size();
  }

  /** In the order asked. */
  Set<Integer> pieces() {
    return pieces;
  }

  /** Whether this is the piece that the source is sending. */
  boolean isFirst(int piece) {
    return !pieces.isEmpty() && pieces.iterator().next() == piece;
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
