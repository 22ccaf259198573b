package io.coterie.tracker.sql.postgres;

import static io.coterie.tracker.testing.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.coterie.tracker.account.Account;
import io.coterie.tracker.sql.SqlAccounts;
import io.coterie.tracker.sql.SqlFailure;
import io.coterie.tracker.sql.SqlTx;
import io.coterie.tracker.store.StoreLoad;
import io.coterie.tracker.store.StoreUnusableException;
import io.coterie.tracker.store.Tx;
import io.coterie.tracker.testing.Postgres;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What PostgreSQL does to transactions, and what the store makes of it. */
final class PostgresStoreIT {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String SERVER = "postgres";

  private final SqlAccounts accounts = new SqlAccounts();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private String database;
  private PostgresStore store;

  @BeforeAll
  static void requirePostgres() {
    Postgres.require();
  }

  @BeforeEach
  void open() {
    database = Postgres.database();
    store = Postgres.open(database, LONG, Optional.empty());
  }

  @AfterEach
  void close() {
    callers.shutdownNow();
    store.close();
    Postgres.drop(database);
  }

  @Test
  void aCommitWhoseWaitForTheStandbysIsCancelledIsNoSuccess() {
    waitForStandbys();
    Future<Boolean> write = callers.submit(() -> store.write(tx -> insert(tx, "one server only")));
    awaitBackend("wait_event = 'SyncRep'");

    Postgres.execute(
        SERVER,
        "select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'"
            + " and datname = '"
            + database
            + "'");

    assertRefused("STORE_UNAVAILABLE", write::get);
    assertThatThrownBy(write::get)
        .hasStackTraceContaining("canceling wait for synchronous replication");
    assertThat(exists("one server only")).as("it is there, and may be lost yet").isTrue();
  }

  @Test
  void aConnectionThatIsCutDuringTheCommitLeavesTheOutcomeOpen() {
    waitForStandbys();
    Future<Boolean> write = callers.submit(() -> store.write(tx -> insert(tx, "cut off")));
    awaitBackend("wait_event = 'SyncRep'");

    terminate("wait_event = 'SyncRep'");

    assertRefused("STORE_UNAVAILABLE", write::get);
    assertThatThrownBy(write::get).hasMessageContaining("the outcome is not known");
  }

  @Test
  void aCallEndsInTimeWhateverItsCommitDoes() {
    store.close();
    store = Postgres.open(database, Duration.ofMillis(500), Optional.empty());
    waitForStandbys();

    assertRefused("STORE_UNAVAILABLE", () -> store.write(tx -> insert(tx, "waiting")));

    terminate("wait_event = 'SyncRep'");
  }

  @Test
  @Timeout(30)
  void aLookUpEndsThoughTheServerIsSilent() {
    store.close();
    store = Postgres.open(database, Duration.ofSeconds(1), Optional.empty());
    assertRefused(
        "STORE_UNAVAILABLE",
        () -> store.lookUp(tx -> SqlTx.of(tx).list("select pg_sleep(60)", row -> true)));

    boolean found = store.lookUp(tx -> accounts.find(tx, "alice").isPresent());
    assertThat(found).as("alice, on another connection").isFalse();
    terminate("query like '%pg_sleep(60)%' and pid <> pg_backend_pid()");
  }

  @Test
  void aServerThatIsGoneForAMomentIsFoundAgain() {
    store.probe();
    AtomicInteger attempts = new AtomicInteger();

    boolean written =
        store.write(
            tx -> {
              boolean inserted = insert(tx, "alice");
              if (attempts.incrementAndGet() == 1) {
                terminate("pid <> pg_backend_pid()");
              }
              return inserted && insert(tx, "bob");
            });

    assertThat(written).isTrue();
    assertThat(attempts).hasValue(2);
    assertThat(exists("alice")).isTrue();
  }

  @Test
  void aServerThatHasBecomeAStandbyIsLeft() {
    store.close();
    Postgres.execute(
        database, "create table role (standby boolean); insert into role values (false)");
    Postgres.execute(
        database,
        "create function public.pg_is_in_recovery() returns boolean language sql"
            + " as 'select standby from public.role'");
    // What the tracker asks its server is answered by the function above.
    store =
        Postgres.open(
            Postgres.url(database) + "?options=-c%20search_path=public,pg_catalog",
            Duration.ofSeconds(3));
    store.probe();

    Postgres.execute(database, "update role set standby = true");
    await().untilAsserted(() -> assertRefused("STORE_UNAVAILABLE", store::probe));

    assertRefused("STORE_UNAVAILABLE", () -> store.read(tx -> accounts.find(tx, "alice")));
    assertRefused("STORE_UNAVAILABLE", () -> store.lookUp(tx -> accounts.find(tx, "alice")));

    Postgres.execute(database, "update role set standby = false");
    await().ignoreExceptions().untilAsserted(store::probe);
    boolean written = store.write(tx -> insert(tx, "alice"));
    assertThat(written).isTrue();
  }

  @Test
  void transactionsInEachOthersWayAreRunAgain() throws Exception {
    store.write(tx -> insert(tx, "a") && insert(tx, "b"));
    CyclicBarrier bothHoldOne = new CyclicBarrier(2);
    AtomicInteger attempts = new AtomicInteger();

    Future<Boolean> one = callers.submit(() -> inOrder(attempts, bothHoldOne, "a", "b"));
    Future<Boolean> two = callers.submit(() -> inOrder(attempts, bothHoldOne, "b", "a"));

    assertThat(one.get()).isTrue();
    assertThat(two.get()).isTrue();
    assertThat(attempts).hasValue(3);
  }

  @Test
  void aRowThatGoesWhileItIsReliedOnIsLookedForAgain() {
    AtomicInteger attempts = new AtomicInteger();
    store.write(tx -> insert(tx, "alice"));
    Postgres.execute(database, "insert into grp values ('g', 'g', 'g', 1, 1)");

    int noted =
        store.write(
            tx -> {
              List<String> groups =
                  SqlTx.of(tx).list("select group_id from grp", row -> row.getString(1));
              if (attempts.incrementAndGet() == 1) {
                Postgres.execute(database, "delete from grp");
              }
              groups.forEach(
                  group ->
                      SqlTx.of(tx)
                          .update(
                              "insert into event (group_id, kind, actor_key, bytes, created_at)"
                                  + " values (?, 'LOGGED_IN', 'alice', 0, 0)",
                              group));
              return groups.size();
            });

    assertThat(noted).isZero();
    assertThat(attempts).hasValue(2);
  }

  @Test
  void aStatementThatIsWrongIsNotRunForEver() {
    AtomicInteger attempts = new AtomicInteger();
    assertThatThrownBy(
            () ->
                store.write(
                    tx -> {
                      attempts.incrementAndGet();
                      return SqlTx.of(tx).update("insert into source values ('1', '2', '3', '4')");
                    }))
        .isInstanceOf(SqlFailure.class);
    assertThat(attempts).hasValue(3);
    assertThatThrownBy(() -> store.write(tx -> SqlTx.of(tx).update("nonsense")))
        .isInstanceOf(SqlFailure.class);
  }

  @Test
  void aTransactionThatStandsStillLetsGoOfItsLocksAndChangesNothing() throws Exception {
    store.write(tx -> insert(tx, "alice"));
    CompletableFuture<Boolean> holding = new CompletableFuture<>();
    CompletableFuture<Boolean> goOn = new CompletableFuture<>();
    AtomicInteger attempts = new AtomicInteger();
    Future<Boolean> still =
        callers.submit(
            () ->
                store.write(
                    tx -> {
                      attempts.incrementAndGet();
                      accounts.lock(tx, "alice");
                      holding.complete(true);
                      return goOn.join() && insert(tx, "bob");
                    }));
    holding.join();

    String other = store.write(tx -> accounts.lock(tx, "alice")).orElseThrow().name();
    assertThat(other).isEqualTo("alice");
    goOn.complete(true);

    assertThatThrownBy(() -> still.get(30, TimeUnit.SECONDS))
        .rootCause()
        .isInstanceOf(java.sql.SQLException.class);
    assertThat(attempts).hasValue(1);
    boolean changed = store.lookUp(tx -> accounts.find(tx, "bob").isPresent());
    assertThat(changed).isFalse();
  }

  @Test
  void onlyASecondStatementNeedsATransaction() {
    AtomicInteger runs = new AtomicInteger();
    store.lookUp(tx -> List.of(runs.incrementAndGet(), accounts.find(tx, "alice")));
    assertThat(runs).hasValue(1);

    store.lookUp(
        tx ->
            List.of(
                runs.incrementAndGet(), accounts.find(tx, "alice"), accounts.find(tx, "alice")));
    assertThat(runs).hasValue(3);
  }

  @Test
  void readersAndWritersAreCountedApart() {
    StoreLoad load = store.read(tx -> store.load());

    assertThat(load.pools())
        .containsExactly(new StoreLoad.Pool("read", 1, 4), new StoreLoad.Pool("write", 0, 8));
  }

  @Test
  void theTimeIsTheDatabases() {
    Postgres.execute(database, "create table times (at bigint)");
    Instant now = store.write(Tx::now);
    long theirs =
        Postgres.number(
            database, "select cast(extract(epoch from clock_timestamp()) * 1000 as bigint)");

    assertThat(Duration.between(now, Instant.ofEpochMilli(theirs)))
        .isBetween(Duration.ofMillis(-5), Duration.ofSeconds(20));
    assertThat(store.write(Tx::now)).isAfterOrEqualTo(now);
  }

  @Test
  void trackersThatMigrateAnEmptyDatabaseAtOnceAllGetOn() throws Exception {
    String empty = Postgres.emptyDatabase();
    List<Future<PostgresStore>> opening = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      opening.add(callers.submit(() -> Postgres.open(empty, LONG, Optional.empty())));
    }
    for (Future<PostgresStore> store : opening) {
      try (PostgresStore open = store.get(60, TimeUnit.SECONDS)) {
        open.probe();
      }
    }
    assertThat(
            Postgres.number(
                empty, "select count(*) - count(distinct version) from flyway_schema_history"))
        .as("migrations that ran twice")
        .isZero();
    Postgres.drop(empty);
  }

  @Test
  void aSchemaFromTheFutureIsRefused() {
    Postgres.execute(
        database,
        "insert into flyway_schema_history (installed_rank, version, description, type, script,"
            + " installed_by, execution_time, success)"
            + " values (99, '99', 'later', 'SQL', 'V99__later.sql', 'x', 1, true)");

    assertThatThrownBy(() -> Postgres.open(database, LONG, Optional.empty()))
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("written by a newer version");
  }

  private boolean inOrder(AtomicInteger attempts, CyclicBarrier barrier, String... keys) {
    return store.write(
        tx -> {
          boolean first = attempts.incrementAndGet() <= 2;
          accounts.lock(tx, keys[0]);
          if (first) {
            meet(barrier);
          }
          return accounts.lock(tx, keys[1]).isPresent();
        });
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** From the next connections on, commits wait for a standby that never comes. */
  private void waitForStandbys() {
    Postgres.execute(SERVER, "alter database " + database + " set synchronous_commit = on");
    terminate("pid <> pg_backend_pid()");
  }

  private void terminate(String which) {
    Postgres.execute(
        SERVER,
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
            + database
            + "' and "
            + which);
  }

  private void awaitBackend(String which) {
    await()
        .until(
            () ->
                Postgres.number(
                        SERVER,
                        "select count(*) from pg_stat_activity where datname = '"
                            + database
                            + "' and "
                            + which)
                    > 0);
  }

  private boolean insert(Tx tx, String key) {
    return accounts.insert(tx, new Account(key, key, "", false));
  }

  private boolean exists(String key) {
    return store.read(tx -> accounts.find(tx, key)).isPresent();
  }
}
