package io.coterie.peer.plan;

/** How many pieces may be outstanding at one source. */
public final class PieceWindow {
  /** What keeps a source busy between two requests, in bytes: two pieces of 4 MiB. */
  public static final long BYTES = 8L << 20;

  private static final int AT_LEAST = 2;

  private PieceWindow() {}

  /**
   * Two pieces, or as many small ones as make {@link #BYTES}; never more than a source's share of
   * what is missing, so that the first of several sources does not take a small file for itself.
   *
   * @param pieceSize in bytes, at least 1
   * @param missing pieces that have not arrived, those outstanding included
   * @param sources sources among which they can be divided, at least 1
   * @return at least 1
   */
  public static int pieces(int pieceSize, int missing, int sources) {
    int window = (int) Math.max(AT_LEAST, BYTES / pieceSize);
    int share = Math.max(1, (missing + sources - 1) / sources);
    return Math.min(window, share);
  }
}
