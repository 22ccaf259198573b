package io.coterie.peer.store;

/** Hears of pieces. */
@FunctionalInterface
public interface PieceListener {
  /** A piece was verified and is in the set of held ones. Must not block. */
  void pieceHeld(int piece);
}
