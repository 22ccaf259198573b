package io.coterie.tracker.store;

/**
 * How much a store holds, counted row by row.
 *
 * @param sessions sessions that have not ended
 * @param groups groups that exist
 */
public record Census(long sessions, long groups) {}
