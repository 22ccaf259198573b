package io.coterie.peer.serve;

/**
 * The next bytes to send of a range.
 *
 * @param range what was asked for
 * @param offset the first byte within the piece
 * @param length how many bytes
 */
record Frame(Range range, int offset, int length) {
  /** Which piece. */
  int piece() {
    return range.piece();
  }
}
