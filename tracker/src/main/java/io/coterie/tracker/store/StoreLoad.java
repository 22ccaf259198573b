package io.coterie.tracker.store;

/**
 * How busy a tracker's way to its store is, at one moment.
 *
 * @param waiting how many transactions wait for their turn
 * @param busy how many connections are in use
 * @param limit how many may be
 */
public record StoreLoad(int waiting, int busy, int limit) {}
