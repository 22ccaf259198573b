package io.coterie.tracker.sql.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.coterie.tracker.account.Account;
import io.coterie.tracker.sql.SqlAccounts;
import io.coterie.tracker.store.Tx;
import io.coterie.tracker.testing.Postgres;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A primary that was replaced and does not know it. It is the first in the URL, so that the driver
 * would choose it.
 */
final class OldPrimaryIT {

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final String TRACKERS =
      " from pg_stat_activity where application_name = 'coterie-tracker'";

  @TempDir private Path folder;
  private final SqlAccounts accounts = new SqlAccounts();
  private Server first;
  private Server second;
  private String url;

  @BeforeEach
  void start() throws Exception {
    Postgres.require();
    first = Server.primary(folder.resolve("first"));
    second = first.standby(folder.resolve("second"));
    url =
        "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/postgres"
            .formatted(first.port(), second.port());
  }

  @AfterEach
  void stop() throws Exception {
    first.stop();
    second.stop();
  }

  @Test
  void oneThatWakesUpIsNeitherReadNorWritten() throws Exception {
    try (PostgresStore store = Postgres.open(url, PATIENCE);
        PostgresStore idle = Postgres.open(url, PATIENCE)) {
      boolean before = insert(store, "alice");
      assertThat(before && knows(idle, "alice")).isTrue();
      await().until(() -> second.knows("alice"));

      first.pause();
      second.promote();
      await().ignoreExceptions().until(() -> insert(store, "bob"));
      first.resume();

      assertThat(first.isPrimary() && first.knows("alice")).as("the trap is set").isTrue();
      for (int i = 0; i < 5; i++) {
        String later = "later-" + i;
        assertThat(insert(store, later)).isTrue();
        assertThat(knows(store, "bob") && knows(idle, "bob")).as("bob, in round " + i).isTrue();
        assertThat(knows(store, later) && knows(idle, later)).as(later).isTrue();
        assertThat(second.knows(later)).isTrue();
        assertThat(first.knows("bob") || first.knows(later)).as("written to the old one").isFalse();
        // From here on the trackers need new connections.
        assertThat(second.number("select count(pg_terminate_backend(pid))" + TRACKERS))
            .isPositive();
      }
      try (PostgresStore fresh = Postgres.open(url, PATIENCE)) {
        assertThat(knows(fresh, "bob")).as("a tracker that starts now").isTrue();
      }
    }
  }

  @Test
  void oneThatGoesOnIsLeftByATrackerThatOnlyReads() throws Exception {
    try (PostgresStore store = Postgres.open(url, PATIENCE)) {
      boolean unused = insert(store, "alice");
      await().until(() -> second.knows("alice"));
      second.promote();
      second.add("bob");

      await().ignoreExceptions().until(() -> knows(store, "bob"));

      for (int i = 0; i < 20; i++) {
        assertThat(knows(store, "bob")).isTrue();
      }
      assertThat(first.isPrimary() && first.knows("alice")).isTrue();
      await()
          .untilAsserted(
              () ->
                  assertThat(first.number("select count(*)" + TRACKERS))
                      .as("connections to the old one, beside the one that asks what it is")
                      .isEqualTo(1));
    }
  }

  private boolean insert(PostgresStore store, String user) {
    return store.write(tx -> accounts.insert(tx, new Account(user, user, "", false)));
  }

  private boolean knows(PostgresStore store, String user) {
    return store.read(tx -> find(tx, user)) && store.lookUp(tx -> find(tx, user));
  }

  private boolean find(Tx tx, String user) {
    return accounts.find(tx, user).isPresent();
  }
}
