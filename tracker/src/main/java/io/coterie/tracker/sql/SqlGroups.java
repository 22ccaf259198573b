package io.coterie.tracker.sql;

import io.coterie.rpc.validate.Names;
import io.coterie.tracker.group.Group;
import io.coterie.tracker.group.GroupLock;
import io.coterie.tracker.group.GroupRef;
import io.coterie.tracker.group.GroupRepository;
import io.coterie.tracker.group.Place;
import io.coterie.tracker.group.Role;
import io.coterie.tracker.group.Standing;
import io.coterie.tracker.store.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Groups in SQL. */
public final class SqlGroups implements GroupRepository {

  /** Files are counted for members only: others are not told, and most groups are others'. */
  private static final String VIEW =
      "select g.group_id, g.name,"
          + " (select a.name from membership o join account a on a.user_key = o.user_key"
          + " where o.group_id = g.group_id and o.state = 'OWNER'),"
          + " coalesce(m.state, 'NONE'),"
          + " (select count(*) from membership c"
          + " where c.group_id = g.group_id and c.state in ('MEMBER', 'OWNER')),"
          + " case when"
          + Membership.IS_MEMBER
          + "then (select count(*) from file f"
          + " where f.group_id = g.group_id and f.removed_at is null) else 0 end,"
          + " g.created_at from grp g"
          + " left join membership m on m.group_id = g.group_id and m.user_key = ? where ";

  /** A transaction that began before others, and waited for them, does not turn time back. */
  private static final String RAISE =
      "update grp set version = version + 1,"
          + " changed_at = case when changed_at > ? then changed_at else ? end where ";

  @Override
  public Optional<GroupLock> insert(Tx tx, String groupId, String name) {
    SqlTx sql = SqlTx.of(tx);
    return sql.first(
        "insert into grp (group_id, name_key, name, version, created_at, changed_at)"
            + " values (?, ?, ?, 1, ?, ?)"
            + " on conflict (name_key) do nothing returning group_id, name, version",
        SqlGroups::readLock,
        groupId,
        Names.fold(name),
        name,
        sql.nowMillis(),
        sql.nowMillis());
  }

  @Override
  public Optional<GroupLock> lock(Tx tx, String name) {
    return lock(tx, "name_key", Names.fold(name));
  }

  @Override
  public Optional<GroupLock> lockById(Tx tx, String groupId) {
    return lock(tx, "group_id", groupId);
  }

  private static Optional<GroupLock> lock(Tx tx, String column, String value) {
    SqlTx sql = SqlTx.of(tx);
    return sql.first(
        RAISE + column + " = ? returning group_id, name, version",
        SqlGroups::readLock,
        sql.nowMillis(),
        sql.nowMillis(),
        value);
  }

  @Override
  public Optional<Standing> find(Tx tx, String name, String userKey) {
    return SqlTx.of(tx)
        .first(
            "select g.group_id, g.name, coalesce(m.state, 'NONE'), coalesce(m.version, 0)"
                + " from grp g left join membership m on m.group_id = g.group_id and m.user_key = ?"
                + " where g.name_key = ?",
            SqlGroups::readStanding,
            userKey,
            Names.fold(name));
  }

  @Override
  public Optional<Group> view(Tx tx, String name, String userKey) {
    return SqlTx.of(tx)
        .first(VIEW + "g.name_key = ?", SqlGroups::readView, userKey, Names.fold(name));
  }

  @Override
  public List<Group> page(Tx tx, String userKey, Optional<String> afterName, int limit) {
    return SqlTx.of(tx)
        .list(
            VIEW + "g.name_key > ? order by g.name_key limit ?",
            SqlGroups::readView,
            userKey,
            afterName.map(Names::fold).orElse(""),
            limit);
  }

  @Override
  public void delete(Tx tx, String groupId) {
    SqlTx sql = SqlTx.of(tx);
    sql.update("delete from grp where group_id = ?", groupId);
    sql.update(
        "insert into deleted_group (group_id, deleted_at) values (?, ?)", groupId, sql.nowMillis());
  }

  private static GroupLock readLock(ResultSet row) throws SQLException {
    return new GroupLock(new GroupRef(row.getString(1), row.getString(2)), row.getLong(3));
  }

  private static Standing readStanding(ResultSet row) throws SQLException {
    return new Standing(
        new GroupRef(row.getString(1), row.getString(2)),
        new Place(Role.valueOf(row.getString(3)), row.getLong(4)));
  }

  private static Group readView(ResultSet row) throws SQLException {
    return new Group(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        Role.valueOf(row.getString(4)),
        row.getInt(5),
        row.getInt(6),
        Instant.ofEpochMilli(row.getLong(7)));
  }
}
