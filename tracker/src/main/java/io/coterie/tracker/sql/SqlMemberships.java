package io.coterie.tracker.sql;

import io.coterie.tracker.group.GroupLock;
import io.coterie.tracker.group.JoinRequest;
import io.coterie.tracker.group.Member;
import io.coterie.tracker.group.MembershipRepository;
import io.coterie.tracker.group.Place;
import io.coterie.tracker.group.Role;
import io.coterie.tracker.store.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Memberships in SQL. */
public final class SqlMemberships implements MembershipRepository {

  private static final String MEMBER =
      "select a.name, m.state, m.since_at, m.since_version,"
          + Online.user("m")
          + "from membership m join account a on a.user_key = m.user_key"
          + " where m.group_id = ? and"
          + Membership.IS_MEMBER;

  @Override
  public Place place(Tx tx, String groupId, String userKey) {
    return SqlTx.of(tx)
        .first(
            "select state, version from membership where group_id = ? and user_key = ?",
            row -> new Place(Role.valueOf(row.getString(1)), row.getLong(2)),
            groupId,
            userKey)
        .orElse(Place.NOWHERE);
  }

  @Override
  public void begin(Tx tx, GroupLock group, String userKey, Role role) {
    SqlTx sql = SqlTx.of(tx);
    sql.update(
        "insert into membership (group_id, user_key, state, version, version_at, changed_version,"
            + " since_version, since_at) values (?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (group_id, user_key) do update set state = excluded.state,"
            + " version = excluded.version, version_at = excluded.version_at,"
            + " changed_version = excluded.changed_version,"
            + " since_version = excluded.since_version, since_at = excluded.since_at",
        group.id(),
        userKey,
        role.name(),
        group.version(),
        sql.nowMillis(),
        group.version(),
        group.version(),
        sql.nowMillis());
  }

  @Override
  public void setRole(Tx tx, GroupLock group, String userKey, Role role) {
    SqlTx.of(tx)
        .update(
            "update membership set state = ?, changed_version = ?"
                + " where group_id = ? and user_key = ?",
            role.name(),
            group.version(),
            group.id(),
            userKey);
  }

  @Override
  public void end(Tx tx, GroupLock group, String userKey) {
    SqlTx sql = SqlTx.of(tx);
    sql.update(
        "update membership set state = 'NONE', version = ?, version_at = ?, changed_version = ?"
            + " where group_id = ? and user_key = ?",
        group.version(),
        sql.nowMillis(),
        group.version(),
        group.id(),
        userKey);
    sql.update("delete from source where group_id = ? and user_key = ?", group.id(), userKey);
  }

  @Override
  public void voidGrants(Tx tx, GroupLock group, String userKey) {
    SqlTx sql = SqlTx.of(tx);
    sql.update(
        "update membership set version = ?, version_at = ?, changed_version = ?"
            + " where group_id = ? and user_key = ? and state in ('MEMBER', 'OWNER')",
        group.version(),
        sql.nowMillis(),
        group.version(),
        group.id(),
        userKey);
  }

  @Override
  public List<String> placesOf(Tx tx, String userKey) {
    return SqlTx.of(tx)
        .list(
            "select m.group_id from membership m where m.user_key = ? and m.state <> 'NONE'"
                + " order by m.group_id",
            row -> row.getString(1),
            userKey);
  }

  @Override
  public List<String> groupsOf(Tx tx, String userKey) {
    return SqlTx.of(tx)
        .list(
            "select m.group_id from membership m where m.user_key = ? and"
                + Membership.IS_MEMBER
                + "order by m.group_id",
            row -> row.getString(1),
            userKey);
  }

  @Override
  public Optional<String> successor(Tx tx, String groupId) {
    return SqlTx.of(tx)
        .first(
            "select user_key from membership where group_id = ? and state = 'MEMBER'"
                + " order by since_version limit 1",
            row -> row.getString(1),
            groupId);
  }

  @Override
  public Optional<String> owner(Tx tx, String groupId) {
    return SqlTx.of(tx)
        .first(
            "select a.name from membership m join account a on a.user_key = m.user_key"
                + " where m.group_id = ? and m.state = 'OWNER'",
            row -> row.getString(1),
            groupId);
  }

  @Override
  public List<JoinRequest> requests(Tx tx, String groupId, long after, int limit) {
    return SqlTx.of(tx)
        .list(
            "select a.name, m.since_at, m.since_version"
                + " from membership m join account a on a.user_key = m.user_key"
                + " where m.group_id = ? and m.state = 'PENDING' and m.since_version > ?"
                + " order by m.since_version limit ?",
            row ->
                new JoinRequest(
                    row.getString(1), Instant.ofEpochMilli(row.getLong(2)), row.getLong(3)),
            groupId,
            after,
            limit);
  }

  @Override
  public List<Member> members(Tx tx, String groupId, long after, int limit) {
    SqlTx sql = SqlTx.of(tx);
    return sql.list(
        MEMBER + "and m.since_version > ? order by m.since_version limit ?",
        SqlMemberships::readMember,
        sql.nowMillis(),
        groupId,
        after,
        limit);
  }

  @Override
  public Optional<Member> member(Tx tx, String groupId, String userKey) {
    SqlTx sql = SqlTx.of(tx);
    return sql.first(
        MEMBER + "and m.user_key = ?",
        SqlMemberships::readMember,
        sql.nowMillis(),
        groupId,
        userKey);
  }

  private static Member readMember(ResultSet row) throws SQLException {
    return new Member(
        row.getString(1),
        Role.valueOf(row.getString(2)),
        Instant.ofEpochMilli(row.getLong(3)),
        row.getLong(4),
        row.getBoolean(5));
  }
}
