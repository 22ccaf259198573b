package io.coterie.tracker.app;

import io.coterie.tracker.session.Suspension;
import io.coterie.tracker.store.Store;
import io.coterie.tracker.store.StoreUnusableException;
import io.coterie.tracker.store.Tx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiFunction;

/** Acts on a store beside the trackers that may be running on it. */
final class OperatorStore {

  private OperatorStore() {}

  /**
   * Opens an existing store.
   *
   * @throws StartException when there is no store, or it cannot be used
   */
  static Store open(StoreLocation location) {
    if (location instanceof StoreLocation.Embedded embedded) {
      requireExisting(embedded.file());
    }
    try {
      return location.open();
    } catch (StoreUnusableException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Runs one write on an existing store; fails as {@link #open} does. */
  static <T> T write(StoreLocation location, BiFunction<Suspension, Tx, T> work) {
    try (Store store = open(location)) {
      Suspension suspension = DomainServices.suspension();
      return store.write(tx -> work.apply(suspension, tx));
    }
  }

  /** Refuses to go on without a store. */
  static void requireExisting(Path store) {
    if (!Files.exists(store)) {
      throw new StartException(
          "there is no store " + store + "; name the one of your trackers with --store");
    }
  }

  /**
   * The file of an embedded store.
   *
   * @param instead what does the same for another store
   */
  static Path file(StoreLocation location, String instead) {
    if (location instanceof StoreLocation.Embedded embedded) {
      return embedded.file();
    }
    throw new StartException(
        "this is for the embedded store; a PostgreSQL database has tools of its own: " + instead);
  }

  /** Turns what stands against the work into an answer for the operator. */
  static void refusing(Runnable work) {
    try {
      work.run();
    } catch (StoreUnusableException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }
}
