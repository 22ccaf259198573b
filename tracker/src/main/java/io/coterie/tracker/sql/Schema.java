package io.coterie.tracker.sql;

import io.coterie.tracker.store.StoreUnusableException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;

/** What both databases have in common in bringing a schema up to date. */
public final class Schema {

  private Schema() {}

  /**
   * Refuses a schema from the future, which may mean things that this version does not know.
   *
   * @param store names the store in the message
   */
  public static void requireKnown(String store, MigrationInfoService migrations) {
    for (MigrationInfo applied : migrations.applied()) {
      if (!applied.getState().isResolved()) {
        throw new StoreUnusableException(
            "the store "
                + store
                + " was written by a newer version of this program (schema "
                + applied.getVersion()
                + "); update this tracker, or name another store with --store");
      }
    }
  }

  /** The first line of what is behind a failure. */
  public static String firstLine(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse(root.toString()).strip();
  }
}
