package io.coterie.tracker.sql.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.coterie.tracker.account.Account;
import io.coterie.tracker.sql.SqlAccounts;
import io.coterie.tracker.testing.Postgres;
import java.net.SocketException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server says of its timeline; functions put before those of the server say it. */
final class PrimaryFenceIT {

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final String FUNCTION =
      "create or replace function public.pg_walfile_name(pg_lsn) returns text language ";

  private final SqlAccounts accounts = new SqlAccounts();
  private String database;

  @BeforeEach
  void create() {
    Postgres.require();
    database = Postgres.database();
  }

  @AfterEach
  void drop() {
    Postgres.drop(database);
  }

  @Test
  void whoWritesALowerTimelineThanWasMetIsLeft() throws SQLException {
    PrimaryFence fence = new PrimaryFence();
    writes("0000000A");
    try (Connection first = fence.admit(connect());
        Connection second = fence.admit(connect());
        Connection refused = connect()) {
      fence.check(first);

      // As behind a proxy, where the server changes under the connection.
      writes("00000009");
      assertThatThrownBy(() -> fence.check(first))
          .hasMessageContaining("writes timeline 9 where another has begun 10");
      assertThatThrownBy(() -> fence.admit(refused)).isInstanceOf(SQLException.class);
      assertThat(refused.isClosed()).isTrue();
      assertThat(first.isClosed()).as("left to whom it was lent").isFalse();

      writes("0000000B");
      fence.check(first);
      assertThat(first.isClosed() && second.isClosed()).as("opened before timeline 11").isTrue();
      try (Connection next = fence.admit(connect())) {
        fence.check(next);
      }
    }
  }

  @Test
  void oneThatIsBusyOnTheOldPrimaryEndsAtOnce() throws Exception {
    PrimaryFence fence = new PrimaryFence();
    writes("00000001");
    try (Connection busy = fence.admit(connect());
        Statement statement = busy.createStatement()) {
      CompletableFuture<Boolean> answer =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return statement.execute("select pg_sleep(60)");
                } catch (SQLException gone) {
                  throw new CompletionException(gone);
                }
              });
      await()
          .until(
              () ->
                  Postgres.number(
                          database,
                          "select count(*) from pg_stat_activity where wait_event = 'PgSleep'"
                              + " and datname = current_database()")
                      == 1);

      writes("00000002");
      fence.admit(connect()).close();

      assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(SocketException.class);
    }
  }

  @Test
  void aServerThatDoesNotTellItsTimelineServes() {
    Postgres.execute(
        database,
        FUNCTION
            + "plpgsql as 'begin raise exception ''not here'' using errcode = ''0A000''; end'");
    try (PostgresStore store = Postgres.open(url(), PATIENCE)) {
      assertThat(insert(store, "alice")).isTrue();
      boolean found = store.lookUp(tx -> accounts.find(tx, "alice").isPresent());
      assertThat(found).isTrue();
    }
  }

  private void writes(String timeline) {
    Postgres.execute(database, FUNCTION + "sql as 'select ''" + timeline + "0000000000000001'''");
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), "postgres", null);
  }

  private String url() {
    return Postgres.url(database) + "?options=-c%20search_path=public,pg_catalog";
  }

  private boolean insert(PostgresStore store, String user) {
    return store.write(tx -> accounts.insert(tx, new Account(user, user, "", false)));
  }
}
