package io.coterie.peer.plan;

/** How many pieces may be outstanding at one source. */
public final class PieceWindow {
  /** Covers a gigabit a second over a tenth of a second, twice. */
  private static final long MOST = 24L << 20;

  /** Enough for a source to choose among, and soon taken back. */
  private static final long LEAST = 4L << 20;

  private static final int LEAST_PIECES = 2;

  private PieceWindow() {}

  /**
   * What the source sends in a second, which is more than any round trip: 4 MiB and two pieces at
   * least, so that it is busy between two requests, and 24 MiB at most. While its rate is not
   * known, as much as it has delivered, so that the window doubles with each round, as in TCP's
   * slow start (RFC 5681): what is asked of a slow source and lies in its network's buffers cannot
   * be taken back. Never more than its share of what is missing, so that the first of several
   * sources does not take a small file for itself.
   *
   * @param pieceSize in bytes, at least 1
   * @param rate what came from the source lately, in bytes a second; 0 when that is not known
   * @param delivered what came from it altogether, in bytes
   * @param missing pieces that have not arrived, those outstanding included
   * @param sources sources among which they can be divided, at least 1
   * @return at least 1
   */
  public static int pieces(int pieceSize, long rate, long delivered, int missing, int sources) {
    long bytes = Math.max(LEAST, Math.min(MOST, rate == 0 ? delivered : rate));
    int window = (int) Math.max(LEAST_PIECES, bytes / pieceSize);
    int share = Math.max(1, (missing + sources - 1) / sources);
    return Math.min(window, share);
  }
}
