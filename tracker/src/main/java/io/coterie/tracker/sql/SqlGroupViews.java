package io.coterie.tracker.sql;

import io.coterie.tracker.group.Role;
import io.coterie.tracker.presence.GroupChange;
import io.coterie.tracker.presence.GroupChange.FileChange;
import io.coterie.tracker.presence.GroupChange.MemberChange;
import io.coterie.tracker.presence.GroupViewRepository;
import io.coterie.tracker.presence.PeerEvent.Membership;
import io.coterie.tracker.presence.PeerEvent.Revocation;
import io.coterie.tracker.store.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What presence reads of groups and sessions, in SQL. */
public final class SqlGroupViews implements GroupViewRepository {

  /** Files told of at a time; more of them never have one version in common. */
  private static final int FILES = 1000;

  private static final int SESSIONS = 100;

  private static final String LIVE_SESSIONS =
      "select session_id from session where ended_at is null and expires_at > ? and session_id in ("
          + String.join(", ", Collections.nCopies(SESSIONS, "?"))
          + ")";

  private record VersionedFile(long version, FileChange change) {}

  private record Head(String name, long version) {}

  @Override
  public Map<String, Long> versions(Tx tx) {
    return SqlTx.of(tx)
        .list(
            "select group_id, version from grp", row -> Map.entry(row.getString(1), row.getLong(2)))
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
          List<VersionedFile> files = filesSince(sql, groupId, version);
          boolean more = files.size() == FILES;
          return new GroupChange(
              group.name(),
              more ? files.get(FILES - 1).version() - 1 : group.version(),
              more,
              membersSince(sql, groupId, version),
              files.stream().map(VersionedFile::change).toList());
        });
  }

  private static List<MemberChange> membersSince(SqlTx sql, String groupId, long version) {
    return sql.list(
        """
        select account.name, user_key, state, version, since_version
        from membership join account using (user_key)
        where group_id = ? and changed_version > ?
        order by changed_version
        """,
        row -> {
          Role role = Role.valueOf(row.getString(3));
          return new MemberChange(
              row.getString(1),
              row.getString(2),
              role,
              row.getLong(4),
              row.getLong(4) > version,
              role == Role.PENDING && row.getLong(5) > version);
        },
        groupId,
        version);
  }

  private static List<VersionedFile> filesSince(SqlTx sql, String groupId, long version) {
    return sql.list(
        """
        select file.name, size, account.name, removed_at, version
        from file join account on account.user_key = publisher_key
        where group_id = ? and version > ?
        order by version
        limit ?
        """,
        row ->
            new VersionedFile(
                row.getLong(5),
                new FileChange(
                    row.getString(1), row.getLong(2), row.getString(3), row.getObject(4) != null)),
        groupId,
        version,
        FILES);
  }

  @Override
  public List<Membership> memberships(Tx tx, String userKey) {
    return SqlTx.of(tx)
        .list(
            """
            select group_id, grp.name, state, membership.version
            from membership join grp using (group_id)
            where user_key = ? and state <> 'NONE'
            order by group_id
            """,
            row ->
                new Membership(
                    row.getString(1),
                    row.getString(2),
                    Role.valueOf(row.getString(3)),
                    row.getLong(4)),
            userKey);
  }

  @Override
  public List<Revocation> revocations(Tx tx, String userKey, Instant since) {
    return SqlTx.of(tx)
        .list(
            """
            select other.group_id, account.name, other.version
            from membership own
            join membership other on other.group_id = own.group_id
            join account on account.user_key = other.user_key
            where own.user_key = ? and own.state in ('MEMBER', 'OWNER') and other.version_at > ?
            order by other.group_id, other.version
            """,
            row -> new Revocation(row.getString(1), row.getString(2), row.getLong(3)),
            userKey,
            since.toEpochMilli());
  }

  @Override
  public Set<String> liveSessions(Tx tx, Collection<String> sessionIds) {
    SqlTx sql = SqlTx.of(tx);
    List<String> ids = List.copyOf(sessionIds);
    Set<String> live = new HashSet<>();
    for (int from = 0; from < ids.size(); from += SESSIONS) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + SESSIONS));
      // One statement for every number of sessions: what is missing is filled up with no id.
      List<Object> arguments = new ArrayList<>(Collections.nCopies(SESSIONS + 1, ""));
      arguments.set(0, sql.nowMillis());
      for (int i = 0; i < some.size(); i++) {
        arguments.set(i + 1, some.get(i));
      }
      live.addAll(sql.list(LIVE_SESSIONS, row -> row.getString(1), arguments.toArray()));
    }
    return live;
  }
}
