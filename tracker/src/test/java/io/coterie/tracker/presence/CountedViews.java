package io.coterie.tracker.presence;

import io.coterie.tracker.presence.PeerEvent.Revocation;
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
    failure = why;
  }

  private <T> T counted(int count, T read) {
    failure.ifPresent(
        why -> {
          throw why;
        });
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
    return counted(1, views.changedSince(tx, groupId, version));
  }

  @Override
  public List<KnownPlace> memberships(Tx tx, String userKey, int limit) {
    return counted(views.memberships(tx, userKey, limit));
  }

  @Override
  public List<Revocation> revocations(Tx tx, String userKey, Instant since) {
    return counted(views.revocations(tx, userKey, since));
  }

  @Override
  public Set<String> liveSessions(Tx tx, Collection<String> sessionIds) {
    return counted(views.liveSessions(tx, sessionIds));
  }
}
