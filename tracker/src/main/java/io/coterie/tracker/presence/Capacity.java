package io.coterie.tracker.presence;

/**
 * How much a tracker takes on.
 *
 * @param peers how many streams may be attached at a time
 * @param places in how many groups the users attached may have a place, summed over the users
 */
public record Capacity(int peers, int places) {

  /** What is set aside for each attached peer with its connection, which takes 14 KB: bytes. */
  private static final long HEAP_PER_PEER = 32 * 1024;

  /** And for each place, of which one takes 340 bytes whose group nobody else attached is in. */
  private static final long HEAP_PER_PLACE = 1536;

  /**
   * What a heap of so many bytes allows: with all peers and all places two thirds of it are taken,
   * and the rest is for calls, announcements and the collector.
   */
  public static Capacity ofHeap(long bytes) {
    return new Capacity(
        Math.toIntExact(bytes / HEAP_PER_PEER),
        (int) Math.min(Integer.MAX_VALUE - 1, bytes / HEAP_PER_PLACE));
  }
}
