package io.coterie.tracker.store;

/** A cheap hint that somebody, in this process or another, committed something. */
@FunctionalInterface
public interface ChangeCounter {

  /**
   * Returns a number that differs from the last one returned when a commit happened in between. It
   * says nothing else. May block for a page read; safe from any thread.
   */
  long current();
}
