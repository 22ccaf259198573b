package io.coterie.tracker.sql.sqlite;

import io.coterie.tracker.sql.CallTime;
import io.coterie.tracker.sql.SqlTx;
import io.coterie.tracker.sql.Statements;
import io.coterie.tracker.sql.StoreRefusals;
import io.coterie.tracker.store.StoreLoad;
import io.coterie.tracker.store.Tx;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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

  private record Link(Connection connection, Statements statements, Statement control) {}

  Readers(SqliteConnections connections, int count, Duration patience, InstantSource clock) {
    this.connections = connections;
    this.clock = clock;
    this.patience = patience;
    this.count = count;
    permits = new Semaphore(count, true);
  }

  <T> T read(Function<Tx, T> work) {
    acquire();
    try {
      return onConnection(work);
    } finally {
      permits.release();
    }
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

  private <T> T onConnection(Function<Tx, T> work) {
    Link link = null;
    boolean sound = false;
    try {
      link = take();
      link.control.execute("BEGIN");
      try {
        T result = work.apply(new SqlTx(link.statements, clock.instant()));
        sound = true;
        return result;
      } catch (RuntimeException failure) {
        if (SqliteFailures.isUnavailable(failure)) {
          throw StoreRefusals.unavailable("it failed", failure);
        }
        sound = true;
        throw failure;
      } finally {
        link.control.execute("ROLLBACK");
      }
    } catch (SQLException failure) {
      sound = false;
      throw StoreRefusals.unavailable("it failed", failure);
    } finally {
      giveBack(link, sound);
    }
  }

  private Link take() throws SQLException {
    Link link = idle.poll();
    if (link != null) {
      return link;
    }
    Connection connection = connections.reader();
    return new Link(connection, new Statements(connection), connection.createStatement());
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
}
