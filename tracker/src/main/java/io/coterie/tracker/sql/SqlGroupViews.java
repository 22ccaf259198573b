package io.coterie.tracker.sql;

import io.coterie.tracker.group.Role;
import io.coterie.tracker.presence.BegunPlace;
import io.coterie.tracker.presence.ChangedGroup;
import io.coterie.tracker.presence.GroupChange;
import io.coterie.tracker.presence.GroupChange.FileChange;
import io.coterie.tracker.presence.GroupChange.MemberChange;
import io.coterie.tracker.presence.GroupViewRepository;
import io.coterie.tracker.presence.KnownPlace;
import io.coterie.tracker.presence.PeerEvent.Membership;
import io.coterie.tracker.presence.PeerEvent.Revocation;
import io.coterie.tracker.presence.Revoked;
import io.coterie.tracker.store.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** What presence reads of groups and sessions, in SQL. */
public final class SqlGroupViews implements GroupViewRepository {

  /** Files, and members, told of at a time; more of them never have one version in common. */
  private static final int CHANGES = 1000;

  /** Ids asked for in one statement. */
  private static final int IDS = 100;

  private static final String IDS_ASKED = String.join(", ", Collections.nCopies(IDS, "?"));

  private record Versioned<T>(long version, T change) {}

  private record Head(String name, long version) {}

  @Override
  public List<ChangedGroup> changed(Tx tx, Instant since, Optional<ChangedGroup> after, int limit) {
    return SqlTx.of(tx)
        .list(
            """
            select changed_at, group_id, version from grp
            where (changed_at, group_id) > (?, ?)
            order by changed_at, group_id
            limit ?
            """,
            row ->
                new ChangedGroup(
                    Instant.ofEpochMilli(row.getLong(1)),
                    row.getString(2),
                    OptionalLong.of(row.getLong(3))),
            after.map(ChangedGroup::at).orElse(since).toEpochMilli(),
            after.map(ChangedGroup::groupId).orElse(""),
            limit);
  }

  @Override
  public List<ChangedGroup> deleted(Tx tx, Instant since, Optional<ChangedGroup> after, int limit) {
    return SqlTx.of(tx)
        .list(
            """
            select deleted_at, group_id from deleted_group
            where (deleted_at, group_id) > (?, ?)
            order by deleted_at, group_id
            limit ?
            """,
            row ->
                new ChangedGroup(
                    Instant.ofEpochMilli(row.getLong(1)), row.getString(2), OptionalLong.empty()),
            after.map(ChangedGroup::at).orElse(since).toEpochMilli(),
            after.map(ChangedGroup::groupId).orElse(""),
            limit);
  }

  @Override
  public List<BegunPlace> begun(Tx tx, Instant since, Optional<BegunPlace> after, int limit) {
    return SqlTx.of(tx)
        .list(
            """
            select since_at, group_id, user_key, since_version from membership
            where (since_at, group_id, user_key) > (?, ?, ?) and state <> 'NONE'
            order by since_at, group_id, user_key
            limit ?
            """,
            row ->
                new BegunPlace(
                    Instant.ofEpochMilli(row.getLong(1)),
                    row.getString(2),
                    row.getString(3),
                    row.getLong(4)),
            after.map(BegunPlace::at).orElse(since).toEpochMilli(),
            after.map(BegunPlace::groupId).orElse(""),
            after.map(BegunPlace::userKey).orElse(""),
            limit);
  }

  @Override
  public Map<String, Long> versions(Tx tx, Collection<String> groupIds) {
    return among(
            SqlTx.of(tx),
            "select group_id, version from grp where group_id in (" + IDS_ASKED + ")",
            row -> Map.entry(row.getString(1), row.getLong(2)),
            groupIds)
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Counted key by key: by an index also where the database knows little of how many there are. */
  @Override
  public Map<String, Integer> places(Tx tx, Collection<String> userKeys) {
    return among(
            SqlTx.of(tx),
            "select a.user_key, (select count(*) from membership m"
                + " where m.user_key = a.user_key and m.state <> 'NONE')"
                + " from account a where a.user_key in ("
                + IDS_ASKED
                + ")",
            row -> Map.entry(row.getString(1), row.getInt(2)),
            userKeys)
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public Optional<GroupChange> changedSince(Tx tx, String groupId, long version) {
    SqlTx sql = SqlTx.of(tx);
    Optional<Head> head =
        sql.first(
            "select name, version from grp where group_id = ?",
            row -> new Head(row.getString(1), row.getLong(2)),
            groupId);
    return head.map(
        group -> {
          List<Versioned<MemberChange>> members = membersSince(sql, groupId, version);
          List<Versioned<FileChange>> files = filesSince(sql, groupId, version);
          long end = Math.min(end(members, group.version()), end(files, group.version()));
          return new GroupChange(
              group.name(), end, end < group.version(), until(end, members), until(end, files));
        });
  }

  /** Up to which version a list is complete that may have been cut off. */
  private static long end(List<? extends Versioned<?>> changes, long all) {
    return changes.size() < CHANGES ? all : changes.get(CHANGES - 1).version() - 1;
  }

  private static <T> List<T> until(long version, List<Versioned<T>> changes) {
    return changes.stream()
        .filter(change -> change.version() <= version)
        .map(Versioned::change)
        .toList();
  }

  private static List<Versioned<MemberChange>> membersSince(
      SqlTx sql, String groupId, long version) {
    return sql.list(
        """
        select account.name, user_key, state, version, since_version, changed_version
        from membership join account using (user_key)
        where group_id = ? and changed_version > ?
        order by changed_version
        limit ?
        """,
        row ->
            new Versioned<>(
                row.getLong(6),
                new MemberChange(
                    row.getString(1),
                    row.getString(2),
                    Role.valueOf(row.getString(3)),
                    row.getLong(4),
                    row.getLong(5))),
        groupId,
        version,
        CHANGES);
  }

  private static List<Versioned<FileChange>> filesSince(SqlTx sql, String groupId, long version) {
    return sql.list(
        """
        select file.name, size, account.name, removed_at, version
        from file join account on account.user_key = publisher_key
        where group_id = ? and version > ?
        order by version
        limit ?
        """,
        row ->
            new Versioned<>(
                row.getLong(5),
                new FileChange(
                    row.getString(1), row.getLong(2), row.getString(3), row.getObject(4) != null)),
        groupId,
        version,
        CHANGES);
  }

  @Override
  public List<KnownPlace> memberships(Tx tx, String userKey, int limit) {
    return SqlTx.of(tx)
        .list(
            """
            select group_id, grp.name, state, membership.version, since_version, grp.version
            from membership join grp using (group_id)
            where user_key = ? and state <> 'NONE'
            order by group_id
            limit ?
            """,
            row ->
                new KnownPlace(
                    new Membership(
                        row.getString(1),
                        row.getString(2),
                        Role.valueOf(row.getString(3)),
                        row.getLong(4)),
                    row.getLong(5),
                    row.getLong(6)),
            userKey,
            limit);
  }

  @Override
  public List<Revoked> revocations(
      Tx tx, String userKey, Instant since, Optional<Revoked> after, int limit) {
    return SqlTx.of(tx)
        .list(
            """
            select other.user_key, other.group_id, account.name, other.version
            from membership own
            join membership other on other.group_id = own.group_id
            join account on account.user_key = other.user_key
            where own.user_key = ? and own.state in ('MEMBER', 'OWNER') and other.version_at > ?
              and (other.group_id, other.user_key) > (?, ?)
            order by other.group_id, other.user_key
            limit ?
            """,
            row ->
                new Revoked(
                    row.getString(1),
                    new Revocation(row.getString(2), row.getString(3), row.getLong(4))),
            userKey,
            since.toEpochMilli(),
            after.map(last -> last.revocation().groupId()).orElse(""),
            after.map(Revoked::userKey).orElse(""),
            limit);
  }

  @Override
  public List<Revoked> revocationsIn(
      Tx tx, String groupId, Instant since, Optional<Revoked> after, int limit) {
    return SqlTx.of(tx)
        .list(
            """
            select user_key, account.name, version
            from membership join account using (user_key)
            where group_id = ? and version_at > ? and user_key > ?
            order by user_key
            limit ?
            """,
            row ->
                new Revoked(
                    row.getString(1), new Revocation(groupId, row.getString(2), row.getLong(3))),
            groupId,
            since.toEpochMilli(),
            after.map(Revoked::userKey).orElse(""),
            limit);
  }

  @Override
  public Set<String> liveSessions(Tx tx, Collection<String> sessionIds) {
    SqlTx sql = SqlTx.of(tx);
    return new HashSet<>(
        among(
            sql,
            "select session_id from session where ended_at is null and expires_at > ?"
                + " and session_id in ("
                + IDS_ASKED
                + ")",
            row -> row.getString(1),
            sessionIds,
            sql.nowMillis()));
  }

  /** Asks for any number of ids, which are the last arguments, some at a time. */
  private static <T> List<T> among(
      SqlTx sql, String query, SqlTx.Row<T> row, Collection<String> ids, Object... first) {
    List<String> all = List.copyOf(ids);
    List<T> found = new ArrayList<>();
    for (int from = 0; from < all.size(); from += IDS) {
      List<String> some = all.subList(from, Math.min(all.size(), from + IDS));
      List<Object> arguments = new ArrayList<>(List.of(first));
      arguments.addAll(some);
      // One statement for every number of ids: what is missing is filled up with no id.
      arguments.addAll(Collections.nCopies(IDS - some.size(), ""));
      found.addAll(sql.list(query, row, arguments.toArray()));
    }
    return found;
  }
}
