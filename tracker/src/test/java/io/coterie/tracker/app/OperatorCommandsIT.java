package io.coterie.tracker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.coterie.tracker.event.EventKind;
import io.coterie.tracker.sql.SqlEvents;
import io.coterie.tracker.sql.SqlTx;
import io.coterie.tracker.store.Store;
import io.coterie.tracker.testing.Actor;
import io.coterie.tracker.testing.Postgres;
import io.coterie.tracker.testing.TestTracker;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator does to whole stores. */
final class OperatorCommandsIT {

  /** Those that Table lists. */
  private static final long COLUMNS_COPIED = 76;

  @TempDir private Path home;
  private Path folder;
  private Path store;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  @BeforeEach
  void makeHome() throws IOException {
    folder = Files.createDirectories(home.resolve("tracker"));
    store = folder.resolve("coterie.db");
  }

  @Test
  void aBackupIsMadeWhileATrackerRunsAndRestoredWhenNoneDoes() throws IOException {
    Path backup = home.resolve("monday.db");
    long version;
    long first;
    try (TestTracker tracker = new TestTracker(folder)) {
      Actor alice = tracker.joins("alice");
      alice.creates("photos");
      alice.shares("photos", "a.jpg", 1);
      version = alice.grantVersion("photos");

      assertThat(run("backup", backup.toString())).isZero();
      assertThat(out.toString()).contains("backed up " + store + " to " + backup);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
          .isEqualTo("rw-------");
      tracker.joins("bob");

      assertThat(run("backup", backup.toString())).isEqualTo(2);
      assertThat(err.toString()).contains(backup + " exists", "--force").hasLineCount(1);
      assertThat(run("restore", backup.toString())).isEqualTo(2);
      assertThat(err.toString()).contains(store + " exists", "--force").hasLineCount(1);
      assertThat(run("restore", "--force", backup.toString())).isEqualTo(2);
      assertThat(err.toString())
          .contains("a tracker has the store " + store + " open; stop all trackers")
          .hasLineCount(1);
      assertThat(tracker.count("select count(*) from account")).isEqualTo(2);
    }

    assertThat(run("restore", "--force", backup.toString())).as(err.toString()).isZero();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store)))
        .isEqualTo("rw-------");
    try (TestTracker restored = new TestTracker(folder)) {
      assertThat(restored.count("select count(*) from account")).as("without bob").isEqualTo(1);
      Actor alice = restored.logsInWithoutPeer("alice");
      assertThat(alice.file("photos", "a.jpg").getSources()).isEqualTo(1);
      assertThat(restored.joins("carol").sessionId()).isNotEmpty();
      first = restored.count("select version from membership");
      assertThat(first)
          .as("above all that was granted since the backup")
          .isGreaterThan(version + 1000);
    }
    assertThat(run("restore", "--force", backup.toString())).as(err.toString()).isZero();
    try (TestTracker restored = new TestTracker(folder)) {
      assertThat(restored.count("select version from membership"))
          .as("above all that was granted since the restoration before")
          .isGreaterThan(first + 1);
    }
    assertThat(home).isDirectoryNotContaining("glob:**.tmp");
    assertThat(run("backup", "--force", backup.toString())).as(err.toString()).isZero();
  }

  @Test
  void whatIsNoBackupChangesNothing() throws IOException {
    try (TestTracker tracker = new TestTracker(folder)) {
      tracker.joins("alice");
    }
    Path text = Files.writeString(home.resolve("notes.txt"), "no database\n".repeat(100));
    Path empty = Files.createFile(home.resolve("empty.db"));
    Path torn = home.resolve("torn.db");
    assertThat(run("backup", torn.toString())).isZero();
    byte[] whole = Files.readAllBytes(torn);
    Files.write(torn, Arrays.copyOf(whole, whole.length / 2));

    for (Path bad : List.of(text, empty, torn, home.resolve("missing.db"))) {
      assertThat(run("restore", "--force", bad.toString())).as(bad.toString()).isEqualTo(2);
      assertThat(err.toString()).as(bad.toString()).contains(bad.toString()).hasLineCount(1);
    }
    try (TestTracker tracker = new TestTracker(folder)) {
      assertThat(tracker.count("select count(*) from account")).isEqualTo(1);
    }
  }

  @Test
  void noBackupTakesThePlaceOfTheStoreItself() throws IOException {
    Path link = home.resolve("link");
    try (TestTracker tracker = new TestTracker(folder)) {
      tracker.joins("alice");
      Files.createSymbolicLink(link, folder);
      Path hard = Files.createLink(home.resolve("hard.db"), store);
      for (Path own :
          List.of(
              store,
              hard,
              link.resolve("coterie.db"),
              folder.resolve("coterie.db-wal"),
              folder.resolve("../tracker/coterie.db-shm"),
              link.resolve("coterie.db-journal"),
              folder.resolve("coterie.db.lock"))) {
        assertThat(run("backup", "--force", own.toString())).as(own.toString()).isEqualTo(2);
        assertThat(err.toString()).contains("belongs to the store itself").hasLineCount(1);
      }
      assertThat(tracker.count("select count(*) from account")).isEqualTo(1);
    }

    assertThat(run("restore", "--force", link.resolve("coterie.db").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("belongs to the store itself").hasLineCount(1);
    assertThat(run("backup", folder.resolve("coterie.db-copy").toString())).isZero();
  }

  @Test
  void aStoreIsMadeAheadOfItsTrackers() {
    assertThat(run("backup", home.resolve("x.db").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("there is no store " + store);

    assertThat(run("migrate")).isZero();
    assertThat(out.toString()).contains("the store " + store + " is up to date");
    assertThat(store).exists();
    assertThat(run("forget-keys")).isZero();
  }

  @Test
  void aPostgresDatabaseHasToolsOfItsOwn() {
    assertThat(run("backup", "x", "--store", "jdbc:postgresql://db/coterie")).isEqualTo(2);
    assertThat(err.toString()).contains("pg_dump").hasLineCount(1);
    assertThat(run("copy", "--from", "jdbc:sqlite:" + store, "--to", "jdbc:sqlite:" + store + "2"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--to must be a PostgreSQL database").hasLineCount(1);
  }

  @Test
  void everythingIsCopiedToPostgres() throws IOException {
    String database = Postgres.emptyDatabase();
    String[] copy = {"copy", "--from", "jdbc:sqlite:" + store, "--to", Postgres.url(database)};
    try (TestTracker tracker = new TestTracker(folder)) {
      Actor alice = tracker.joins("alice");
      Actor bob = tracker.joins("bob");
      alice.creates("photos");
      alice.letsIn("photos", bob);
      alice.shares("photos", "Žluťoučký kůň.jpg", 1);
      bob.shares("photos", "Žluťoučký kůň.jpg", 1);
      tracker.attaches(bob, "192.0.2.1:7500");

      assertThat(run(copy)).isEqualTo(2);
      assertThat(err.toString()).contains("a tracker has the store " + store + " open");
    }

    assertThat(run(copy)).as(err.toString()).isZero();

    assertThat(out.toString())
        .containsPattern("account +2 rows +[0-9a-f]{16}")
        .containsPattern("source +2 rows +[0-9a-f]{16}")
        .contains("copied " + store + " to jdbc:postgresql://");
    assertThat(
            Postgres.number(
                database,
                "select count(*) from source where name = 'Žluťoučký kůň.jpg'"
                    + " and user_key = 'bob'"))
        .isEqualTo(1);
    long events = Postgres.number(database, "select max(event_id) from event");
    try (Store copied = Postgres.open(database, Duration.ofSeconds(20), Optional.empty())) {
      boolean unused =
          copied.write(
              tx -> {
                String group =
                    SqlTx.of(tx)
                        .first("select group_id from grp", row -> row.getString(1))
                        .orElseThrow();
                new SqlEvents().add(tx, group, EventKind.LOGGED_IN, "bob");
                return true;
              });
    }
    assertThat(Postgres.number(database, "select max(event_id) from event")).isEqualTo(events + 1);
    assertThat(run(copy)).isEqualTo(2);
    assertThat(err.toString()).contains("the target holds rows already").hasLineCount(1);
    assertThat(
            Postgres.number(
                database,
                "select count(*) from information_schema.columns where table_schema = 'public'"
                    + " and table_name <> 'flyway_schema_history'"))
        .as("a column that is new must be copied too")
        .isEqualTo(COLUMNS_COPIED);
    Postgres.drop(database);
  }

  @Test
  void aCopyWhoseCommitIsCutOffOrCancelledIsNoSuccess() throws Exception {
    String database = Postgres.database();
    Postgres.execute("postgres", "alter database " + database + " set synchronous_commit = on");
    assertThat(run("migrate")).isZero();
    for (String end : List.of("pg_cancel_backend", "pg_terminate_backend")) {
      CompletableFuture<Integer> copy =
          CompletableFuture.supplyAsync(
              () -> run("copy", "--from", "jdbc:sqlite:" + store, "--to", Postgres.url(database)));
      String waiting =
          " from pg_stat_activity where wait_event = 'SyncRep' and datname = '" + database + "'";
      await().until(() -> Postgres.number("postgres", "select count(*)" + waiting) > 0);

      Postgres.execute("postgres", "select " + end + "(pid)" + waiting);

      assertThat(copy.get(30, TimeUnit.SECONDS)).isEqualTo(2);
      assertThat(err.toString())
          .contains("whether the copy was committed is not known")
          .doesNotContain("nothing was copied")
          .hasLineCount(1);
    }
    Postgres.drop(database);
  }

  private int run(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    return TrackerMain.run(
        Map.of("COTERIE_HOME", home.toString(), "COTERIE_STORE_USER", "postgres"),
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        arguments);
  }
}
