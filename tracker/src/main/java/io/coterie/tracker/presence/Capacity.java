package io.coterie.tracker.presence;

/**
 * How much a tracker takes on.
 *
 * @param peers how many streams may be attached at a time
 * @param places in how many groups the users attached may have a place, summed over the users
 */
public record Capacity(int peers, int places) {

  /** What is set aside of the heap for each attached peer with its connection, in bytes. */
  private static final long HEAP_PER_PEER = 16 * 1024;

  /** And for each place: three times what one takes whose group nobody else attached is in. */
  private static final long HEAP_PER_PLACE = 1024;

  /** What a heap of so many bytes allows. */
  public static Capacity ofHeap(long bytes) {
    return new Capacity(
        Math.toIntExact(bytes / HEAP_PER_PEER),
        (int) Math.min(Integer.MAX_VALUE - 1, bytes / HEAP_PER_PLACE));
  }
}
