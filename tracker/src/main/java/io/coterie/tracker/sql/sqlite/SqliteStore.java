package io.coterie.tracker.sql.sqlite;

import io.coterie.tracker.sql.StoreRefusals;
import io.coterie.tracker.store.Changes;
import io.coterie.tracker.store.CommitListener;
import io.coterie.tracker.store.Store;
import io.coterie.tracker.store.StoreLoad;
import io.coterie.tracker.store.StoreUnusableException;
import io.coterie.tracker.store.Tx;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded store: one SQLite file in WAL mode, which several processes of one machine may
 * share. Every acknowledged write has reached the disk. Thread-safe.
 */
public final class SqliteStore implements Store {

  private static final Logger log = LoggerFactory.getLogger(SqliteStore.class);

  private final List<CommitListener> listeners = new CopyOnWriteArrayList<>();
  private final Connection counter;
  private final Writer writer;
  private final Readers readers;

  /**
   * Opens the file, makes it when missing, and brings its schema up to date.
   *
   * @throws StoreUnusableException when that cannot be done
   */
  public static SqliteStore open(SqliteSettings settings) {
    SqliteConnections connections = new SqliteConnections(settings.file().toAbsolutePath());
    SqliteMigrations.run(connections);
    try {
      return new SqliteStore(settings, connections);
    } catch (SQLException failure) {
      throw new StoreUnusableException(
          "the store " + settings.file() + " cannot be opened: " + failure.getMessage(), failure);
    }
  }

  private SqliteStore(SqliteSettings settings, SqliteConnections connections) throws SQLException {
    counter = connections.reader();
    GroupCommit commits = new GroupCommit(connections, settings.clock(), this::tell);
    writer = new Writer(commits, settings.patience());
    readers = new Readers(connections, settings.readers(), settings.patience(), settings.clock());
  }

  @Override
  public <T> T write(Function<Tx, T> work) {
    return writer.write(work);
  }

  @Override
  public <T> T read(Function<Tx, T> work) {
    return readers.read(work);
  }

  @Override
  public <T> T lookUp(Function<Tx, T> work) {
    return readers.lookUp(work);
  }

  @Override
  public void addListener(CommitListener listener) {
    listeners.add(listener);
  }

  @Override
  public void probe() {
    writer.write(tx -> Boolean.TRUE);
    readers.read(tx -> Boolean.TRUE);
  }

  /** SQLite's data version as this object's own connection sees it. */
  @Override
  public long current() {
    synchronized (counter) {
      try (Statement statement = counter.createStatement();
          ResultSet row = statement.executeQuery("PRAGMA data_version")) {
        return row.getLong(1);
      } catch (SQLException failure) {
        throw StoreRefusals.unavailable("its change counter cannot be read", failure);
      }
    }
  }

  /** How many writes wait to be taken into a batch. */
  int queued() {
    return writer.queued();
  }

  /** The writer's one connection is not counted. */
  @Override
  public StoreLoad load() {
    return readers.load(writer.queued());
  }

  private void tell(Changes changes) {
    listeners.forEach(listener -> listener.committed(changes));
  }

  /** Finishes queued writes and closes all connections. */
  @Override
  public void close() {
    writer.close();
    readers.close();
    synchronized (counter) {
      try {
        counter.close();
      } catch (SQLException failure) {
        log.warn("the counter's connection did not close", failure);
      }
    }
  }
}
