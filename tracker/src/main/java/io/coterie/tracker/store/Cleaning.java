package io.coterie.tracker.store;

/** Removes what has served its time. Bounded each time, so that it never holds others up. */
@FunctionalInterface
public interface Cleaning {

  /** Removes a limited number of rows and returns how many; call again while there are some. */
  int clean(Tx tx);
}
