package io.coterie.tracker.testing;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Has the {@link TestTracker}s of a test class keep their store in PostgreSQL. */
public final class OnPostgres implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    Postgres.require();
    TestStores.usePostgres(true);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    TestStores.drop();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    TestStores.usePostgres(false);
  }
}
