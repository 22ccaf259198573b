package io.coterie.tracker.sql.sqlite;

import io.coterie.tracker.sql.CallTime;
import io.coterie.tracker.sql.SecondStatementException;
import io.coterie.tracker.sql.SqlTx;
import io.coterie.tracker.sql.Statements;
import io.coterie.tracker.sql.StoreRefusals;
import io.coterie.tracker.store.StoreLoad;
import io.coterie.tracker.store.Tx;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bounded number of connections that read, each transaction on its own snapshot. Thread-safe. */
final class Readers implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Readers.class);

  private final SqliteConnections connections;
  private final InstantSource clock;
  private final Duration patience;
  private final int count;
  private final Semaphore permits;
  private final ConcurrentLinkedDeque<Link> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  /** Begin and end are prepared once: preparing them costs as much as a small query. */
  private record Link(
      Connection connection,
      Statements statements,
      PreparedStatement begin,
      PreparedStatement end) {}

  Readers(SqliteConnections connections, int count, Duration patience, InstantSource clock) {
    this.connections = connections;
    this.clock = clock;
    this.patience = patience;
    this.count = count;
    permits = new Semaphore(count, true);
  }

  <T> T read(Function<Tx, T> work) {
    return onConnection(link -> inTransaction(link, work));
  }

  /** As {@link #read}, without a transaction when the work asks for one statement only. */
  <T> T lookUp(Function<Tx, T> work) {
    try {
      return onConnection(link -> work.apply(tx(link.statements.single())));
    } catch (SecondStatementException more) {
      return read(work);
    }
  }

  private <T> T inTransaction(Link link, Function<Tx, T> work) throws SQLException {
    link.begin.executeUpdate();
    try {
      return work.apply(tx(link.statements));
    } finally {
      link.end.executeUpdate();
    }
  }

  private SqlTx tx(Statements statements) {
    return new SqlTx(statements, clock.instant());
  }

  /** How busy they are, with so many writes that wait besides. */
  StoreLoad load(int writesWaiting) {
    return new StoreLoad(
        writesWaiting + permits.getQueueLength(),
        List.of(new StoreLoad.Pool("read", count - permits.availablePermits(), count)));
  }

  private void acquire() {
    try {
      long left = Math.max(0, CallTime.start(patience).left());
      if (!permits.tryAcquire(left, TimeUnit.NANOSECONDS)) {
        throw StoreRefusals.unavailable("all its readers are busy");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw StoreRefusals.unavailable("the wait was interrupted", interrupted);
    }
  }

  private <T> T onConnection(Reading<T> reading) {
    acquire();
    Link link = null;
    boolean sound = false;
    try {
      link = take();
      T result = reading.on(link);
      sound = true;
      return result;
    } catch (SQLException failure) {
      throw StoreRefusals.unavailable("it failed", failure);
    } catch (RuntimeException failure) {
      if (SqliteFailures.isUnavailable(failure)) {
        throw StoreRefusals.unavailable("it failed", failure);
      }
      sound = true;
      throw failure;
    } finally {
      giveBack(link, sound);
      permits.release();
    }
  }

  private Link take() throws SQLException {
    Link link = idle.poll();
    if (link != null) {
      return link;
    }
    Connection connection = connections.reader();
    return new Link(
        connection,
        new Statements(connection),
        connection.prepareStatement("BEGIN"),
        connection.prepareStatement("ROLLBACK"));
  }

  private void giveBack(@Nullable Link link, boolean sound) {
    if (link == null) {
      return;
    }
    if (sound && !closed) {
      idle.push(link);
    } else {
      close(link);
    }
  }

  private static void close(Link link) {
    try {
      link.connection.close();
    } catch (SQLException failure) {
      log.warn("a reader's connection did not close", failure);
    }
  }

  /** Closes idle connections now and those in use when they come back. */
  @Override
  public void close() {
    closed = true;
    for (Link link = idle.poll(); link != null; link = idle.poll()) {
      close(link);
    }
  }

  /** What is done on a connection, and may fail with it. */
  @FunctionalInterface
  private interface Reading<T> {
    T on(Link link) throws SQLException;
  }
}
