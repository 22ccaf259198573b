package io.coterie.tracker.sql.postgres;

import io.coterie.tracker.sql.StoreContract;
import io.coterie.tracker.store.Store;
import io.coterie.tracker.testing.Postgres;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

final class PostgresContractIT extends StoreContract {

  private @Nullable String database;

  @BeforeAll
  static void requirePostgres() {
    Postgres.require();
  }

  @Override
  protected Store open(Duration patience) {
    if (database == null) {
      database = Postgres.database();
    }
    return Postgres.open(database, patience, Optional.empty());
  }

  @AfterEach
  void drop() {
    if (database != null) {
      Postgres.drop(database);
    }
  }
}
