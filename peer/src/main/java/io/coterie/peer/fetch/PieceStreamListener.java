package io.coterie.peer.fetch;

/** Hears what comes of a stream from a source. Called on a worker, in order; must not block. */
public interface PieceStreamListener {
  /** A part of a piece has come, and the rest follows. */
  void begun(int piece);

  /** A piece has been verified and written. */
  void verified(int piece, int bytes);

  /** A good piece has come that another source had delivered first. */
  void redundant(int piece);

  /** The source does not hold a piece that was asked of it. */
  void notHeld(int piece);

  /** The stream has ended, other than by {@link PieceStreamClient#close}. The last call. */
  void ended(StreamEnd end);
}
