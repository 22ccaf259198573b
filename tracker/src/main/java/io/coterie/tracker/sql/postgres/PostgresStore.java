package io.coterie.tracker.sql.postgres;

import com.zaxxer.hikari.HikariDataSource;
import io.coterie.tracker.sql.CallTime;
import io.coterie.tracker.sql.PendingWork;
import io.coterie.tracker.store.Changes;
import io.coterie.tracker.store.CommitListener;
import io.coterie.tracker.store.Store;
import io.coterie.tracker.store.StoreLoad;
import io.coterie.tracker.store.StoreUnusableException;
import io.coterie.tracker.store.Tx;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store of trackers on several machines: a PostgreSQL database, or one that speaks its
 * protocol. What is acknowledged is as durable as the server makes commits. Thread-safe.
 *
 * <p>Writes run at READ COMMITTED. Whoever changes a group, an account or a request raises or
 * claims its row first, and so reads what nobody else can change any more.
 */
public final class PostgresStore implements Store {

  private static final Logger log = LoggerFactory.getLogger(PostgresStore.class);

  /** With one for hints and one to watch, a seventh of the 100 connections that a server takes. */
  private static final int WRITERS = 8;

  private static final int READERS = 4;

  private final List<CommitListener> listeners = new CopyOnWriteArrayList<>();
  private final HikariDataSource writing;
  private final HikariDataSource reading;
  private final TransactionRunner write;
  private final TransactionRunner read;
  private final Lane writers;
  private final Lane readers;
  private final Hints hints;
  private final PrimaryWatch watch;
  private final Duration patience;

  /**
   * Connects, waits up to half a minute for the database to answer, and brings its schema up to
   * date; trackers that do so at once go one after the other.
   *
   * @throws StoreUnusableException when that cannot be done
   */
  public static PostgresStore open(PostgresSettings settings) {
    PostgresConnections connections = new PostgresConnections(settings);
    PrimaryWatch watch = connections.watch();
    try {
      PostgresMigrations.run(settings.url(), connections);
      return new PostgresStore(settings, connections, watch);
    } catch (RuntimeException failure) {
      watch.close();
      throw failure;
    }
  }

  /**
   * Opens one connection to a database with the newest schema, in manual commit mode.
   *
   * @throws StoreUnusableException when the schema cannot be brought up to date
   */
  public static Connection connect(PostgresSettings settings) throws SQLException {
    PostgresConnections connections = new PostgresConnections(settings);
    connections.watch().close();
    PostgresMigrations.run(settings.url(), connections);
    Connection connection = connections.migrating().getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  private PostgresStore(
      PostgresSettings settings, PostgresConnections connections, PrimaryWatch watch) {
    StoreClock clock =
        settings
            .clock()
            .<StoreClock>map(fixed -> connection -> fixed.instant())
            .orElseGet(() -> new DatabaseClock(connections.fence()));
    patience = settings.patience();
    this.watch = watch;
    hints = new Hints(connections::single, this::tell);
    writing = connections.writers(WRITERS);
    reading = connections.readers(READERS);
    write = new TransactionRunner(writing, clock, this::committed);
    read = new TransactionRunner(reading, clock, none -> {});
    writers = new Lane("store-write", WRITERS, patience);
    readers = new Lane("store-read", READERS, patience);
  }

  @Override
  public <T> T write(Function<Tx, T> work) {
    return writers.run(work, write::run);
  }

  @Override
  public <T> T read(Function<Tx, T> work) {
    return readers.run(work, read::run);
  }

  /**
   * One round trip where one statement is enough, on the caller's thread: to hand over so little
   * and to wait for it costs more than to do it. The reading connections bound how long that takes.
   */
  @Override
  public <T> T lookUp(Function<Tx, T> work) {
    PendingWork<T> own = new PendingWork<>(work, CallTime.start(patience));
    read.lookUp(own);
    own.publish();
    return own.await();
  }

  @Override
  public void addListener(CommitListener listener) {
    listeners.add(listener);
  }

  @Override
  public void probe() {
    boolean unused = write(tx -> true) && read(tx -> true);
  }

  @Override
  public StoreLoad load() {
    return new StoreLoad(
        writers.waiting()
            + readers.waiting()
            + reading.getHikariPoolMXBean().getThreadsAwaitingConnection(),
        List.of(
            new StoreLoad.Pool("read", busy(reading), READERS),
            new StoreLoad.Pool("write", busy(writing), WRITERS)));
  }

  private static int busy(HikariDataSource pool) {
    return pool.getHikariPoolMXBean().getActiveConnections();
  }

  /** How often hints may have been missed; who reads it looks at everything then. */
  @Override
  public long current() {
    return hints.gaps();
  }

  private void committed(Changes changes) {
    tell(changes);
    hints.send(changes);
  }

  private void tell(Changes changes) {
    for (CommitListener listener : listeners) {
      try {
        listener.committed(changes);
      } catch (RuntimeException failure) {
        log.error("a listener to commits failed", failure);
      }
    }
  }

  @Override
  public void close() {
    writers.close();
    readers.close();
    hints.close();
    watch.close();
    writing.close();
    reading.close();
  }
}
