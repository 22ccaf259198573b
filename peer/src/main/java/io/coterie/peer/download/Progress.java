package io.coterie.peer.download;

import io.coterie.peer.content.PieceLayout;
import io.coterie.peer.content.PieceSet;

/** Counts bytes by pieces. */
final class Progress {
  private Progress() {}

  /** How many bytes the pieces have that are held. */
  static long bytes(PieceSet held, PieceLayout layout) {
    int last = held.size() - 1;
    long bytes = (long) held.count() * layout.pieceSize();
    return last >= 0 && held.contains(last)
        ? bytes - layout.pieceSize() + layout.pieceLength(last)
        : bytes;
  }
}
