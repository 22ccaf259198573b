package io.coterie.tracker.app;

import io.coterie.tracker.session.Suspension;
import io.coterie.tracker.store.Store;
import io.coterie.tracker.store.StoreUnusableException;
import io.coterie.tracker.store.Tx;
import java.nio.file.Files;
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
    if (location instanceof StoreLocation.Embedded embedded && !Files.exists(embedded.file())) {
      throw new StartException(
          "there is no store " + location + "; name the one of your trackers with --store");
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
}
