package io.coterie.peer.serve;

import java.util.BitSet;

/**
 * Which pieces of one content were sent to somebody. One that nobody has been sent goes first, so
 * that a publisher sends each piece once before it sends any twice, and those that fetch get the
 * others from one another. It is what super-seeding is after (BEP 16), without hiding pieces. When
 * all were sent, it begins anew. Thread-safe.
 */
final class Spread {
  private final BitSet sent = new BitSet();
  private int count;

  /**
   * A piece is about to be sent; false, and nothing noted, when somebody was sent it before.
   *
   * @param pieceCount how many the content has
   */
  synchronized boolean isFirst(int piece, int pieceCount) {
    if (sent.get(piece)) {
      return false;
    }
    sent.set(piece);
    if (++count == pieceCount) {
      sent.clear();
      count = 0;
    }
    return true;
  }
}
