package io.coterie.tracker.file;

import io.coterie.tracker.sql.SqlSources;
import io.coterie.tracker.store.Tx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sources in a store, with a count of how many are asked for, and changed, at a time. */
final class CountedSources implements SourceRepository {

  private final SourceRepository rows = new SqlSources();
  private final Map<Tx, Integer> changes = new HashMap<>();
  private int mostRead;
  private Runnable atRemoval = () -> {};

  /** Has something done when the first file is removed. */
  void atFirstRemoval(Runnable task) {
    atRemoval = task;
  }

  int mostRead() {
    return mostRead;
  }

  int mostChanged() {
    return changes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  @Override
  public boolean add(Tx tx, Holding file, String userKey, String peerId) {
    return rows.add(tx, file, userKey, peerId);
  }

  @Override
  public synchronized boolean addAnnounced(Tx tx, Announced file, Holder holder) {
    changes.merge(tx, 1, Integer::sum);
    return rows.addAnnounced(tx, file, holder);
  }

  @Override
  public synchronized boolean remove(Tx tx, Holding file, String userKey, String peerId) {
    atRemoval.run();
    atRemoval = () -> {};
    changes.merge(tx, 1, Integer::sum);
    return rows.remove(tx, file, userKey, peerId);
  }

  @Override
  public int count(Tx tx, Holding file) {
    return rows.count(tx, file);
  }

  @Override
  public Optional<SourcePage> pageAsMember(Tx tx, String userKey, SourceQuery query) {
    return rows.pageAsMember(tx, userKey, query);
  }

  @Override
  public synchronized List<Announced> heldBy(
      Tx tx, Holder holder, Optional<Holding> after, int limit) {
    mostRead = Math.max(mostRead, limit);
    List<Announced> page = rows.heldBy(tx, holder, after, limit);
    mostRead = Math.max(mostRead, page.size());
    return page;
  }

  @Override
  public void drop(Tx tx, String userKey, String peerId) {
    rows.drop(tx, userKey, peerId);
  }
}
