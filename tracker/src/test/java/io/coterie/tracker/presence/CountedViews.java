package io.coterie.tracker.presence;

import io.coterie.tracker.sql.SqlGroupViews;
import io.coterie.tracker.store.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What presence reads of a store, counted, and refused when told so. */
final class CountedViews implements GroupViewRepository {

  private final GroupViewRepository views = new SqlGroupViews();
  private int rows;
  private int most;
  private int succeeding;
  private Optional<RuntimeException> failure = Optional.empty();

  /** How many rows were read since the last call. */
  int takeRows() {
    int read = rows;
    rows = 0;
    return read;
  }

  /** The most rows that one call returned. */
  int most() {
    return most;
  }

  /** Fails from now on, or no more. */
  void fail(Optional<RuntimeException> why) {
    failIn(0, why);
  }

  /** Fails after so many calls that succeed. */
  void failIn(int calls, Optional<RuntimeException> why) {
    succeeding = calls;
    failure = why;
  }

  private <T> T counted(int count, T read) {
    if (failure.isPresent() && --succeeding < 0) {
      throw failure.get();
    }
    rows += count;
    most = Math.max(most, count);
    return read;
  }

  private <T extends Collection<?>> T counted(T read) {
    return counted(read.size(), read);
  }

  private <K, V> Map<K, V> counted(Map<K, V> read) {
    return counted(read.size(), read);
  }

  @Override
  public List<ChangedGroup> changed(Tx tx, Instant since, Optional<ChangedGroup> after, int limit) {
    return counted(views.changed(tx, since, after, limit));
  }

  @Override
  public List<ChangedGroup> deleted(Tx tx, Instant since, Optional<ChangedGroup> after, int limit) {
    return counted(views.deleted(tx, since, after, limit));
  }

  @Override
  public List<BegunPlace> begun(Tx tx, Instant since, Optional<BegunPlace> after, int limit) {
    return counted(views.begun(tx, since, after, limit));
  }

  @Override
  public Map<String, Long> versions(Tx tx, Collection<String> groupIds) {
    return counted(views.versions(tx, groupIds));
  }

  @Override
  public Map<String, Integer> places(Tx tx, Collection<String> userKeys) {
    return counted(views.places(tx, userKeys));
  }

  @Override
  public Optional<GroupChange> changedSince(Tx tx, String groupId, long version) {
    Optional<GroupChange> change = counted(1, views.changedSince(tx, groupId, version));
    change.ifPresent(
        read -> most = Math.max(most, Math.max(read.members().size(), read.files().size())));
    return change;
  }

  @Override
  public List<KnownPlace> memberships(Tx tx, String userKey, int limit) {
    return counted(views.memberships(tx, userKey, limit));
  }

  @Override
  public List<Revoked> revocations(
      Tx tx, String userKey, Instant since, Optional<Revoked> after, int limit) {
    return counted(views.revocations(tx, userKey, since, after, limit));
  }

  @Override
  public List<Revoked> revocationsIn(
      Tx tx, String groupId, Instant since, Optional<Revoked> after, int limit) {
    return counted(views.revocationsIn(tx, groupId, since, after, limit));
  }

  @Override
  public Set<String> liveSessions(Tx tx, Collection<String> sessionIds) {
    return counted(views.liveSessions(tx, sessionIds));
  }
}
