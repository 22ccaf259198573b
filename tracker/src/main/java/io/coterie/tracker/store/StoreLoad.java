package io.coterie.tracker.store;

import java.util.List;

/**
 * How busy a tracker's way to its store is, at one moment.
 *
 * @param waiting how many transactions wait for their turn
 * @param pools always the same ones
 */
public record StoreLoad(int waiting, List<Pool> pools) {

  public StoreLoad {
    pools = List.copyOf(pools);
  }

  /**
   * Connections for transactions of one kind.
   *
   * @param kind {@code read} or {@code write}
   * @param busy how many are in use
   * @param limit how many may be
   */
  public record Pool(String kind, int busy, int limit) {}
}
