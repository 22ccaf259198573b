package io.coterie.tracker.store;

/** Hears of commits made by this process; a hint to look again, not a log. */
@FunctionalInterface
public interface CommitListener {

  /** Called on the store's own thread after the commit is durable; must return at once. */
  void committed(Changes changes);
}
