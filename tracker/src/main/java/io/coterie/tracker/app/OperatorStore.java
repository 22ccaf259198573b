package io.coterie.tracker.app;

import io.coterie.tracker.session.Suspension;
import io.coterie.tracker.sql.sqlite.SqliteSettings;
import io.coterie.tracker.sql.sqlite.SqliteStore;
import io.coterie.tracker.store.StoreUnusableException;
import io.coterie.tracker.store.Tx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiFunction;

/** Acts on a store beside the trackers that may be running on it. */
final class OperatorStore {

  private OperatorStore() {}

  /**
   * Runs one write on an existing store.
   *
   * @throws StartException when there is no store, or it cannot be used
   */
  static <T> T write(Path file, BiFunction<Suspension, Tx, T> work) {
    if (!Files.exists(file)) {
      throw new StartException(
          "there is no store " + file + "; name the one of your trackers with --store");
    }
    try (SqliteStore store = SqliteStore.open(SqliteSettings.of(file))) {
      Suspension suspension = DomainServices.suspension();
      return store.write(tx -> work.apply(suspension, tx));
    } catch (StoreUnusableException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }
}
