package io.coterie.peer.plan;

/** How many pieces may be outstanding at one source. */
public final class PieceWindow {
  /** What is asked of a source whose rate is not known yet, in bytes. */
  public static final long AT_FIRST = 8L << 20;

  /** Covers a gigabit a second over a tenth of a second, twice. */
  private static final long MOST = 24L << 20;

  private static final int AT_LEAST = 2;

  private PieceWindow() {}

  /**
   * What the source sends in a second, which is more than any round trip: two pieces at least, so
   * that it is busy between two requests, and 24 MiB at most. Never more than its share of what is
   * missing, so that the first of several sources does not take a small file for itself.
   *
   * @param pieceSize in bytes, at least 1
   * @param rate what came from the source lately, in bytes a second; 0 when that is not known
   * @param missing pieces that have not arrived, those outstanding included
   * @param sources sources among which they can be divided, at least 1
   * @return at least 1
   */
  public static int pieces(int pieceSize, long rate, int missing, int sources) {
    long bytes = rate == 0 ? AT_FIRST : Math.min(MOST, rate);
    int window = (int) Math.max(AT_LEAST, bytes / pieceSize);
    int share = Math.max(1, (missing + sources - 1) / sources);
    return Math.min(window, share);
  }
}
