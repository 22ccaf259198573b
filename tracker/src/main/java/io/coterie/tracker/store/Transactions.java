package io.coterie.tracker.store;

import java.util.function.Function;

/**
 * Runs work in transactions. May be called from any thread that may block, never from a netty event
 * loop. A callback may run again after a conflict, so it must have no effect but on the store.
 *
 * <p>All of them end within the caller's gRPC deadline or the store's own patience, whichever is
 * shorter, and then throw a {@link io.coterie.rpc.error.Refusal} with reason STORE_UNAVAILABLE; a
 * write may still have been applied, so it is repeated under the same request id. What the callback
 * throws rolls the transaction back and reaches the caller unchanged.
 */
public interface Transactions {

  /** Runs {@code work} and returns its result once it is committed durably. */
  <T> T write(Function<Tx, T> work);

  /** Runs {@code work} on one consistent snapshot, without the right to change anything. */
  <T> T read(Function<Tx, T> work);

  /**
   * As {@link #read}, for work that mostly needs one statement: one is a snapshot by itself, so the
   * store may leave out the transaction around it. Work that asks for a second one begins again, as
   * read would run it.
   */
  <T> T lookUp(Function<Tx, T> work);

  /**
   * Tells {@code listener} after each commit made through this object that changed a group or a
   * session. Commits of other processes are seen through {@link ChangeCounter} only.
   */
  void addListener(CommitListener listener);

  /** Returns when the store can be read and written durably, else throws STORE_UNAVAILABLE. */
  void probe();
}
