package io.coterie.tracker.sql.sqlite;

import static io.coterie.tracker.testing.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.account.Account;
import io.coterie.tracker.sql.SqlAccounts;
import io.coterie.tracker.sql.SqlFailure;
import io.coterie.tracker.sql.SqlTx;
import io.coterie.tracker.store.Changes;
import io.coterie.tracker.store.StoreUnusableException;
import io.coterie.tracker.store.Tx;
import io.grpc.Context;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStoreIT {

  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir private Path folder;
  private final SqlAccounts accounts = new SqlAccounts();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private SqliteStore store;

  @BeforeEach
  void open() {
    store = open(LONG);
  }

  @AfterEach
  void close() {
    callers.shutdownNow();
    store.close();
  }

  @Test
  void aBatchIsOneCommitAndARefusedWriteLeavesTheOthersAlone() throws Exception {
    List<Changes> commits = new CopyOnWriteArrayList<>();
    store.addListener(commits::add);
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Future<Boolean> first = callers.submit(() -> store.write(tx -> held(busy, go)));
    busy.await();
    Future<Boolean> one = callers.submit(() -> store.write(tx -> insert(tx, "one")));
    Future<Boolean> refused =
        callers.submit(
            () ->
                store.write(
                    tx -> {
                      insert(tx, "refused");
                      throw new Refusal(ErrorReason.ERROR_REASON_NOT_OWNER, "refused");
                    }));
    Future<Boolean> wrong =
        callers.submit(
            () ->
                store.write(
                    tx -> {
                      insert(tx, "wrong");
                      return SqlTx.of(tx).update("insert into source values (1, 2, 3, 4)") == 1;
                    }));
    Future<Boolean> two = callers.submit(() -> store.write(tx -> insert(tx, "two")));
    while (store.queued() < 4) {
      Thread.onSpinWait();
    }

    go.countDown();

    assertThat(first.get()).isTrue();
    assertThat(one.get()).isTrue();
    assertThat(two.get()).isTrue();
    assertRefused("NOT_OWNER", refused::get);
    assertThatThrownBy(wrong::get).hasCauseInstanceOf(SqlFailure.class);
    assertThat(List.of("one", "two", "refused", "wrong"))
        .filteredOn(this::exists)
        .containsExactly("one", "two");
    await()
        .untilAsserted(
            () -> assertThat(commits).containsExactly(new Changes(Set.of("one", "two"), Set.of())));
  }

  @Test
  void whileAnotherHoldsTheLockWritesAreRefusedInTimeAndNotApplied() throws Exception {
    store.close();
    store = open(Duration.ofMillis(200));
    try (Connection other = connect();
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      assertRefused("STORE_UNAVAILABLE", () -> store.write(tx -> insert(tx, "late")));
      assertRefused("STORE_UNAVAILABLE", store::probe);
      assertThat(exists("late")).as("reading goes on").isFalse();
      statement.execute("ROLLBACK");
    }

    store.probe();
    assertThat(writes(store, "in time")).isTrue();
    assertThat(exists("late")).isFalse();
  }

  @Test
  void aCallThatIsOverIsNotAppliedAnyMore() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Future<Boolean> first = callers.submit(() -> store.write(tx -> held(busy, go)));
    busy.await();
    Context.CancellableContext cancelled = Context.current().withCancellation();
    Future<Boolean> waiting =
        callers.submit(cancelled.wrap(() -> store.write(tx -> insert(tx, "cancelled"))));
    while (store.queued() < 1) {
      Thread.onSpinWait();
    }
    cancelled.cancel(null);
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    Context.CancellableContext brief =
        Context.current().withDeadlineAfter(100, TimeUnit.MILLISECONDS, timer);
    brief.run(
        () -> assertRefused("STORE_UNAVAILABLE", () -> store.write(tx -> insert(tx, "brief"))));

    go.countDown();

    assertThat(first.get()).isTrue();
    assertRefused("STORE_UNAVAILABLE", waiting::get);
    store.probe();
    assertThat(exists("cancelled")).isFalse();
    assertThat(exists("brief")).isFalse();
    brief.cancel(null);
    timer.shutdownNow();
  }

  @Test
  void readersCannotChangeAnything() {
    assertThatThrownBy(() -> store.read(tx -> insert(tx, "sneaked in"))).isNotNull();
    assertThat(exists("sneaked in")).isFalse();
    assertThat(writes(store, "sneaked in")).isTrue();
  }

  @Test
  void theCounterMovesWithEveryCommitOfAnybody() {
    try (SqliteStore other = open(LONG)) {
      long before = store.current();
      assertThat(store.current()).isEqualTo(before);
      other.write(tx -> insert(tx, "theirs"));
      long after = store.current();
      assertThat(after).isNotEqualTo(before);
      store.write(tx -> insert(tx, "ours"));
      assertThat(store.current()).isNotEqualTo(after);
    }
  }

  @Test
  void twoStoresOnOneFileBothGetOn() throws Exception {
    int enough = 300;
    try (SqliteStore other = open(LONG)) {
      AtomicInteger ours = new AtomicInteger();
      AtomicInteger theirs = new AtomicInteger();
      List<CompletableFuture<Void>> writers =
          List.of(
              writing(store, "a", ours, theirs, enough),
              writing(store, "b", ours, theirs, enough),
              writing(other, "c", theirs, ours, enough),
              writing(other, "d", theirs, ours, enough));
      CompletableFuture.allOf(writers.toArray(new CompletableFuture<?>[0])).get();

      assertThat(Math.min(ours.get(), theirs.get()))
          .as("%d and %d", ours.get(), theirs.get())
          .isGreaterThan(enough / 5);
    }
  }

  @Test
  void theFilesAreTheOwnersAlone() throws Exception {
    store.write(tx -> insert(tx, "x"));
    for (String name : List.of("coterie.db", "coterie.db-wal", "coterie.db-shm")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
          .as(name)
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aFileThatIsNoStoreIsRefusedInOneLine() throws Exception {
    Path file = Files.writeString(folder.resolve("notes.txt"), "not a database\n".repeat(100));

    assertThatThrownBy(() -> SqliteStore.open(SqliteSettings.of(file)))
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("notes.txt")
        .message()
        .doesNotContain("\n");
    assertThatThrownBy(
            () -> SqliteStore.open(SqliteSettings.of(folder.resolve("missing").resolve("x.db"))))
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("missing");
  }

  private CompletableFuture<Void> writing(
      SqliteStore through, String prefix, AtomicInteger own, AtomicInteger others, int enough) {
    return CompletableFuture.runAsync(
        () -> {
          for (int i = 0; own.get() < enough && others.get() < enough; i++) {
            String key = prefix + i;
            through.write(tx -> insert(tx, key));
            own.incrementAndGet();
          }
        },
        callers);
  }

  private SqliteStore open(Duration patience) {
    return SqliteStore.open(
        new SqliteSettings(folder.resolve("coterie.db"), patience, 2, InstantSource.system()));
  }

  private Connection connect() throws java.sql.SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("coterie.db"));
  }

  private boolean insert(Tx tx, String key) {
    tx.groupChanged(key);
    return accounts.insert(tx, new Account(key, key, "", false));
  }

  private boolean writes(SqliteStore through, String key) {
    return through.write(tx -> insert(tx, key));
  }

  private boolean exists(String key) {
    return store.read(tx -> accounts.find(tx, key)).isPresent();
  }

  private static boolean held(CountDownLatch busy, CountDownLatch go) {
    busy.countDown();
    try {
      return go.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
