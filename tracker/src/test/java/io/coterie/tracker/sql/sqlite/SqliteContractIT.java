package io.coterie.tracker.sql.sqlite;

import io.coterie.tracker.sql.StoreContract;
import io.coterie.tracker.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

final class SqliteContractIT extends StoreContract {

  @TempDir private Path folder;

  @Override
  protected Store open(Duration patience) {
    return SqliteStore.open(
        new SqliteSettings(folder.resolve("coterie.db"), patience, 2, InstantSource.system()));
  }
}
