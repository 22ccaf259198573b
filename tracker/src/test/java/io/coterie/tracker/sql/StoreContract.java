package io.coterie.tracker.sql;

import static io.coterie.tracker.testing.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.account.Account;
import io.coterie.tracker.store.Changes;
import io.coterie.tracker.store.Store;
import io.coterie.tracker.store.Tx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store does for those who use it, whatever it is made of. */
public abstract class StoreContract {

  private static final Duration LONG = Duration.ofSeconds(60);

  private final SqlAccounts accounts = new SqlAccounts();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private Store store;
  private Store other;

  /** Opens the store of this test; all that are open share what they hold. */
  protected abstract Store open(Duration patience);

  @BeforeEach
  void openTwo() {
    store = open(LONG);
    other = open(LONG);
  }

  @AfterEach
  void close() {
    callers.shutdownNow();
    store.close();
    other.close();
  }

  @Test
  void whatIsWrittenIsThereAndWhatIsRefusedIsNot() {
    List<Changes> told = new CopyOnWriteArrayList<>();
    store.addListener(told::add);

    boolean written = store.write(tx -> insert(tx, "alice"));
    assertRefused(
        "NOT_OWNER",
        () ->
            store.write(
                tx -> {
                  insert(tx, "bob");
                  throw new Refusal(ErrorReason.ERROR_REASON_NOT_OWNER, "refused");
                }));
    assertThatThrownBy(
            () ->
                store.write(
                    tx -> {
                      insert(tx, "carol");
                      return SqlTx.of(tx).update("insert into nowhere values (1)");
                    }))
        .isInstanceOf(SqlFailure.class);

    assertThat(written).isTrue();
    assertThat(List.of("alice", "bob", "carol")).filteredOn(this::exists).containsExactly("alice");
    await().until(() -> told.equals(List.of(new Changes(Set.of("alice"), Set.of()))));
  }

  @Test
  void anotherSeesAndNoticesACommit() {
    List<Changes> heard = new CopyOnWriteArrayList<>();
    other.addListener(heard::add);
    // A hint may be lost until the other listens; commits go on, so one is heard.
    long before = other.current();

    await()
        .until(
            () -> {
              store.write(tx -> insert(tx, "alice"));
              return other.current() != before || !heard.isEmpty();
            });

    assertThat(exists("alice")).isTrue();
  }

  @Test
  void aReadSeesOneMomentOnly() {
    List<Boolean> seen =
        store.read(
            tx -> {
              boolean first = accounts.find(tx, "alice").isPresent();
              other.write(writing -> insert(writing, "alice"));
              return List.of(first, accounts.find(tx, "alice").isPresent());
            });

    assertThat(seen).containsExactly(false, false);
    assertThat(exists("alice")).isTrue();
  }

  @Test
  void whatIsLookedUpIsOfOneMomentToo() {
    boolean before = store.lookUp(tx -> accounts.find(tx, "alice").isPresent());
    List<Boolean> seen =
        store.lookUp(
            tx -> {
              boolean first = accounts.find(tx, "alice").isPresent();
              other.write(writing -> insert(writing, "alice"));
              return List.of(first, accounts.find(tx, "alice").isPresent());
            });

    assertThat(before).isFalse();
    // The store may have begun again, and then has seen the insertion from the start.
    assertThat(seen).isIn(List.of(false, false), List.of(true, true));
    boolean after = store.lookUp(tx -> accounts.find(tx, "alice").isPresent());
    assertThat(after).isTrue();
  }

  @Test
  void aReadChangesNothing() {
    assertThatThrownBy(() -> store.read(tx -> insert(tx, "alice"))).isNotNull();
    assertThatThrownBy(() -> store.lookUp(tx -> insert(tx, "alice"))).isNotNull();
    assertThat(exists("alice")).isFalse();
  }

  @Test
  void twoThatWantTheSameRowGoOneAfterTheOther() throws Exception {
    store.write(tx -> insert(tx, "alice"));
    CountDownLatch holding = new CountDownLatch(1);
    Future<Boolean> first =
        callers.submit(
            () ->
                store.write(
                    tx -> {
                      accounts.lock(tx, "alice");
                      holding.countDown();
                      pause();
                      return accounts.replaceHash(tx, "alice", "", "changed");
                    }));
    holding.await();

    String seen = other.write(tx -> accounts.lock(tx, "alice").orElseThrow().passwordHash());

    assertThat(first.get()).isTrue();
    assertThat(seen).isEqualTo("changed");
  }

  @Test
  void aCallEndsInTimeWhileAnotherHoldsWhatItWants() throws Exception {
    store.write(tx -> insert(tx, "alice"));
    CountDownLatch holding = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (Store hasty = open(Duration.ofMillis(300))) {
      Future<Boolean> first =
          callers.submit(
              () ->
                  store.write(
                      tx -> {
                        accounts.lock(tx, "alice");
                        holding.countDown();
                        return wait(go);
                      }));
      holding.await();

      assertRefused(
          "STORE_UNAVAILABLE",
          () -> hasty.write(tx -> accounts.replaceHash(tx, "alice", "", "late")));
      assertThat(exists("alice")).as("reading goes on").isTrue();
      go.countDown();
      assertThat(first.get()).isTrue();
    }
  }

  @Test
  void whatIsClosedRefuses() {
    store.close();
    assertRefused("STORE_UNAVAILABLE", () -> store.write(tx -> insert(tx, "alice")));
    other.probe();
    assertThat(exists("alice")).isFalse();
  }

  private boolean insert(Tx tx, String key) {
    tx.groupChanged(key);
    return accounts.insert(tx, new Account(key, key, "", false));
  }

  private boolean exists(String key) {
    return other.read(tx -> accounts.find(tx, key)).isPresent();
  }

  private static boolean wait(CountDownLatch go) {
    try {
      return go.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
