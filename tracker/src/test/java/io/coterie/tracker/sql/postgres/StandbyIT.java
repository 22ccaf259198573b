package io.coterie.tracker.sql.postgres;

import static io.coterie.tracker.testing.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.coterie.tracker.account.Account;
import io.coterie.tracker.sql.SqlAccounts;
import io.coterie.tracker.store.Tx;
import io.coterie.tracker.testing.Postgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A primary that comes back as a standby under the address that trackers know. */
final class StandbyIT {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @TempDir private Path folder;
  private final SqlAccounts accounts = new SqlAccounts();
  private EmbeddedPostgres server;

  @BeforeEach
  void start() throws IOException {
    Postgres.require();
    server = launch(EmbeddedPostgres.builder());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void whatWasAPrimaryIsNotReadUntilItIsOneAgain() throws Exception {
    String url = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
    try (PostgresStore store = Postgres.open(url, PATIENCE)) {
      boolean written =
          store.write(tx -> accounts.insert(tx, new Account("alice", "alice", "", false)));
      assertThat(written && store.read(this::knowsAlice)).isTrue();
      assertThat(store.lookUp(this::knowsAlice)).isTrue();

      demote();
      assertThat(answers("select pg_is_in_recovery() and exists (select 1 from account)"))
          .as("a standby that can be read")
          .isTrue();
      for (int i = 0; i < 2; i++) {
        assertRefused("STORE_UNAVAILABLE", () -> store.read(this::knowsAlice));
        assertRefused("STORE_UNAVAILABLE", () -> store.lookUp(this::knowsAlice));
      }

      assertThat(answers("select pg_promote()")).isTrue();
      await().ignoreExceptions().untilAsserted(store::probe);
      assertThat(store.lookUp(this::knowsAlice)).isTrue();
    }
  }

  private boolean knowsAlice(Tx tx) {
    return accounts.find(tx, "alice").isPresent();
  }

  private void demote() throws IOException {
    int port = server.getPort();
    server.close();
    Files.createFile(folder.resolve("data/standby.signal"));
    server = launch(EmbeddedPostgres.builder().setPort(port));
  }

  private boolean answers(String question) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery(question)) {
      return row.next() && row.getBoolean(1);
    }
  }

  private EmbeddedPostgres launch(EmbeddedPostgres.Builder builder) throws IOException {
    return builder
        .setDataDirectory(folder.resolve("data"))
        .setCleanDataDirectory(false)
        .setServerConfig("fsync", "off")
        .start();
  }
}
