package io.coterie.tracker.sql.postgres;

import com.zaxxer.hikari.HikariDataSource;
import io.coterie.rpc.error.Refusal;
import io.coterie.tracker.sql.PendingWork;
import io.coterie.tracker.sql.SecondStatementException;
import io.coterie.tracker.sql.SqlTx;
import io.coterie.tracker.sql.Statements;
import io.coterie.tracker.sql.StoreRefusals;
import io.coterie.tracker.sql.postgres.PostgresFailures.Kind;
import io.coterie.tracker.store.Changes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs transactions and decides what their end means; the one place where transactions are
 * repeated: after conflicts, and on another connection when one was lost before the commit.
 * Thread-safe.
 *
 * <p>A transaction ends with an explicit commit, which nothing of ours ever cancels: a cancelled
 * wait for the standbys reports success, with a warning, for what is on one server only. So any
 * warning of a commit, and any failure during one that does not say that the transaction was
 * undone, leaves the outcome open.
 */
final class TransactionRunner {

  private static final Logger log = LoggerFactory.getLogger(TransactionRunner.class);

  private static final int MOST_ATTEMPTS = 20;

  /** More than there are connections: all may have broken at once. */
  private static final int MOST_LOST = 10;

  /** So often may a row have come or gone before the statement is taken to be wrong. */
  private static final int MOST_RACES = 3;

  private static final long PAUSE_LEAST = TimeUnit.MICROSECONDS.toNanos(500);
  private static final long PAUSE_MOST = TimeUnit.MILLISECONDS.toNanos(50);

  private final HikariDataSource connections;
  private final StoreClock clock;
  private final Consumer<Changes> committed;

  /**
   * Runs transactions.
   *
   * @param connections hands out connections in manual commit mode, each to one taker
   * @param committed told of each commit that changed something
   */
  TransactionRunner(HikariDataSource connections, StoreClock clock, Consumer<Changes> committed) {
    this.connections = connections;
    this.clock = clock;
    this.committed = committed;
  }

  /** Runs the work in a transaction, again after conflicts; throws what it throws otherwise. */
  void run(PendingWork<?> work) {
    repeat(work, this::inTransaction);
  }

  /** As {@link #run}, without a transaction when the work asks for one statement only. */
  void lookUp(PendingWork<?> work) {
    try {
      repeat(work, this::asOneStatement);
    } catch (SecondStatementException more) {
      run(work);
    }
  }

  private void repeat(PendingWork<?> work, Attempt way) {
    for (int attempt = 1; ; attempt++) {
      try {
        Changes changes = once(work, way);
        if (!changes.isEmpty()) {
          committed.accept(changes);
        }
        return;
      } catch (Conflict conflict) {
        if (attempt >= conflict.mostAttempts()) {
          throw conflict.last();
        }
        if (work.time().isOver()) {
          throw StoreRefusals.unavailable("others were in the way; nothing was changed", conflict);
        }
        log.debug("attempt {} of a transaction met another", attempt, conflict);
        pause(attempt);
      }
    }
  }

  private Changes once(PendingWork<?> work, Attempt way) {
    try (Connection connection = connections.getConnection()) {
      return way.run(work, connection);
    } catch (SQLException | RuntimeException failure) {
      throw meaning(failure);
    }
  }

  private Changes inTransaction(PendingWork<?> work, Connection connection) throws SQLException {
    SqlTx tx = new SqlTx(new Statements(connection), clock.now(connection));
    try {
      work.run(tx);
    } catch (RuntimeException | Error failure) {
      rollback(connection);
      throw failure;
    }
    if (work.time().isOver()) {
      rollback(connection);
      throw StoreRefusals.unavailable("nobody waited for it any more; nothing was changed");
    }
    commit(connection);
    return tx.changes();
  }

  /** The pool takes the connection back in manual commit mode; neither change is a round trip. */
  private Changes asOneStatement(PendingWork<?> work, Connection connection) throws SQLException {
    connection.setAutoCommit(true);
    SqlTx tx = new SqlTx(new Statements(connection).single(), clock.now(connection));
    work.run(tx);
    return tx.changes();
  }

  private static void commit(Connection connection) throws SQLException {
    connection.clearWarnings();
    try {
      connection.commit();
    } catch (SQLException failure) {
      if (PostgresFailures.kindOf(failure) == Kind.CONFLICT) {
        throw failure;
      }
      throw StoreRefusals.unavailable("the outcome is not known", failure);
    }
    SQLWarning warning = connection.getWarnings();
    if (warning != null) {
      throw StoreRefusals.unavailable("it may hold the change on one server only", warning);
    }
  }

  private static void rollback(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException gone) {
      log.debug("a transaction ended with its connection", gone);
    }
  }

  /** What to throw for a failure before the commit, or one that says that nothing was committed. */
  private RuntimeException meaning(Exception failure) {
    return switch (PostgresFailures.kindOf(failure)) {
      case CONFLICT ->
          new Conflict(
              MOST_ATTEMPTS,
              StoreRefusals.unavailable("others were in the way; nothing was changed", failure));
      case RACE -> new Conflict(MOST_RACES, unchecked(failure));
      case LOST -> {
        // The others lead to the same server.
        connections.getHikariPoolMXBean().softEvictConnections();
        yield failure instanceof Refusal open ? open : new Conflict(MOST_LOST, lost(failure));
      }
      case UNAVAILABLE -> refused(failure);
      case WRONG -> unchecked(failure);
    };
  }

  /** A commit that failed has said by a refusal that its outcome is open. */
  private static RuntimeException refused(Exception failure) {
    return failure instanceof Refusal open ? open : lost(failure);
  }

  private static Refusal lost(Exception failure) {
    return StoreRefusals.unavailable("it failed", failure);
  }

  private static RuntimeException unchecked(Exception failure) {
    return failure instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException("the database failed", failure);
  }

  private static void pause(int attempt) {
    long most = Math.min(PAUSE_MOST, PAUSE_LEAST << Math.min(attempt, 10));
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(PAUSE_LEAST / 2, most));
  }

  /** One way to run a piece of work, once; returns what it changed. */
  @FunctionalInterface
  private interface Attempt {
    Changes run(PendingWork<?> work, Connection connection) throws SQLException;
  }

  /** The transaction was undone and may be run again. */
  private static final class Conflict extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int mostAttempts;
    private final RuntimeException last;

    Conflict(int mostAttempts, RuntimeException last) {
      super(last);
      this.mostAttempts = mostAttempts;
      this.last = last;
    }

    int mostAttempts() {
      return mostAttempts;
    }

    /** What is thrown when it is not run again. */
    RuntimeException last() {
      return last;
    }
  }
}
