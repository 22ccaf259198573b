package io.coterie.tracker.sql.sqlite;

import io.coterie.tracker.sql.PendingWork;
import io.coterie.tracker.sql.SqlTx;
import io.coterie.tracker.sql.Statements;
import io.coterie.tracker.sql.StoreRefusals;
import io.coterie.tracker.store.Changes;
import io.coterie.tracker.store.CommitListener;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies batches of writes, each batch in one durable commit and each write in a savepoint of its
 * own, so that one that is refused leaves the others alone. Nothing is answered before the commit.
 * Used by the writer's thread.
 */
final class GroupCommit implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

  private final SqliteConnections connections;
  private final InstantSource clock;
  private final CommitListener listener;
  private @Nullable Link link;

  /** What lives as long as one connection. */
  private record Link(Connection connection, Statements statements, WriteLock lock) {}

  GroupCommit(SqliteConnections connections, InstantSource clock, CommitListener listener) {
    this.connections = connections;
    this.clock = clock;
    this.listener = listener;
  }

  /** Applies a batch and answers each of its writes. Never throws for the store's sake. */
  void apply(List<PendingWork<?>> batch) {
    try {
      commit(batch);
    } catch (SQLException | RuntimeException failure) {
      log.warn("a batch of {} writes failed", batch.size(), failure);
      close();
      batch.forEach(write -> write.fail(StoreRefusals.unavailable("it failed", failure)));
    }
  }

  /** Leaves the file to other processes for a moment. */
  void giveWay() {
    if (link != null) {
      link.lock.giveWay();
    }
  }

  private void commit(List<PendingWork<?>> batch) throws SQLException {
    Link current = link();
    if (!current.lock.begin(() -> batch.stream().anyMatch(PendingWork::isWanted))) {
      batch.forEach(
          write -> write.fail(StoreRefusals.unavailable("another process holds its lock")));
      return;
    }
    Set<String> groupIds = new HashSet<>();
    Set<String> userKeys = new HashSet<>();
    List<PendingWork<?>> applied = new ArrayList<>(batch.size());
    for (PendingWork<?> write : batch) {
      if (write.isWanted() && write.claim()) {
        Changes changes = apply(current, write);
        groupIds.addAll(changes.groupIds());
        userKeys.addAll(changes.userKeys());
        applied.add(write);
      } else {
        write.fail(StoreRefusals.unavailable("the call's time is over"));
      }
    }
    current.lock.commit();
    // First: who is answered may ask at once for what the listeners keep.
    tell(new Changes(groupIds, userKeys));
    applied.forEach(PendingWork::publish);
  }

  private Changes apply(Link current, PendingWork<?> write) throws SQLException {
    SqlTx tx = new SqlTx(current.statements, clock.instant());
    current.lock.savepoint();
    try {
      write.run(tx);
      current.lock.release();
      return tx.changes();
    } catch (RuntimeException | Error failure) {
      if (SqliteFailures.isUnavailable(failure)) {
        throw failure;
      }
      current.lock.rollbackToSavepoint();
      write.failed(failure);
      return new Changes(Set.of(), Set.of());
    }
  }

  private void tell(Changes changes) {
    if (changes.isEmpty()) {
      return;
    }
    try {
      listener.committed(changes);
    } catch (RuntimeException failure) {
      log.error("a listener to commits failed", failure);
    }
  }

  private Link link() throws SQLException {
    Link current = link;
    if (current == null) {
      Connection connection = connections.writer();
      current = new Link(connection, new Statements(connection), new WriteLock(connection));
      link = current;
    }
    return current;
  }

  /**
   * Closes the connection, which rolls back what is not committed; the next batch opens another.
   */
  @Override
  public void close() {
    if (link != null) {
      try {
        link.connection.close();
      } catch (SQLException failure) {
        log.warn("the writer's connection did not close", failure);
      }
      link = null;
    }
  }
}
