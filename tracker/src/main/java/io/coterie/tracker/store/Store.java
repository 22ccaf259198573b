package io.coterie.tracker.store;

/** An open store. Thread-safe. */
public interface Store extends Transactions, ChangeCounter, AutoCloseable {

  /** How busy this process's way to it is. */
  StoreLoad load();

  /** Finishes what has begun, refuses what is new, and gives everything back. */
  @Override
  void close();
}
