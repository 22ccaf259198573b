package io.coterie.tracker.sql;

import com.google.protobuf.ByteString;
import io.coterie.rpc.validate.Names;
import io.coterie.tracker.file.FileContent;
import io.coterie.tracker.file.FileEntry;
import io.coterie.tracker.file.FileRepository;
import io.coterie.tracker.group.GroupLock;
import io.coterie.tracker.group.GroupRef;
import io.coterie.tracker.store.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Entries of files in SQL. */
public final class SqlFiles implements FileRepository {

  private static final String SELECT =
      "select g.group_id, g.name, f.name, f.size, f.piece_size, f.root, f.publisher_key, a.name,"
          + " f.shared_at,"
          + " (select count(p.attach_id) from source s"
          + Online.joinedPeer("s")
          + "where s.group_id = f.group_id and s.name = f.name),"
          + " (select count(*) from source s where s.group_id = f.group_id and s.name = f.name)"
          + " from file f join account a on a.user_key = f.publisher_key"
          + " join grp g on g.group_id = f.group_id"
          + " where f.removed_at is null and f.group_id = ";

  private static final String AS_MEMBER = SELECT + Membership.GROUP_ID;

  @Override
  public void insert(
      Tx tx, GroupLock group, String name, FileContent content, String publisherKey) {
    SqlTx sql = SqlTx.of(tx);
    sql.update(
        "insert into file (group_id, name, size, piece_size, root, publisher_key, shared_at,"
            + " version) values (?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (group_id, name) do update set size = excluded.size,"
            + " piece_size = excluded.piece_size, root = excluded.root,"
            + " publisher_key = excluded.publisher_key, shared_at = excluded.shared_at,"
            + " version = excluded.version, removed_at = null where file.removed_at is not null",
        group.id(),
        name,
        content.size(),
        content.pieceSize(),
        content.root().toByteArray(),
        publisherKey,
        sql.nowMillis(),
        group.version());
  }

  @Override
  public Optional<FileEntry> find(Tx tx, GroupRef group, String name) {
    SqlTx sql = SqlTx.of(tx);
    return sql.first(
        SELECT + "? and f.name = ?", SqlFiles::read, sql.nowMillis(), group.id(), name);
  }

  @Override
  public Optional<FileEntry> findAsMember(Tx tx, String groupName, String userKey, String name) {
    SqlTx sql = SqlTx.of(tx);
    return sql.first(
        AS_MEMBER + " and f.name = ?",
        SqlFiles::read,
        sql.nowMillis(),
        Names.fold(groupName),
        userKey,
        name);
  }

  @Override
  public List<FileEntry> pageAsMember(
      Tx tx, String groupName, String userKey, String afterName, int limit) {
    SqlTx sql = SqlTx.of(tx);
    return sql.list(
        AS_MEMBER + " and f.name > ? order by f.name limit ?",
        SqlFiles::read,
        sql.nowMillis(),
        Names.fold(groupName),
        userKey,
        afterName,
        limit);
  }

  @Override
  public void remove(Tx tx, GroupLock group, String name) {
    SqlTx sql = SqlTx.of(tx);
    sql.update("delete from source where group_id = ? and name = ?", group.id(), name);
    sql.update(
        "update file set removed_at = ?, version = ? where group_id = ? and name = ?",
        sql.nowMillis(),
        group.version(),
        group.id(),
        name);
  }

  private static FileEntry read(ResultSet row) throws SQLException {
    return new FileEntry(
        new GroupRef(row.getString(1), row.getString(2)),
        row.getString(3),
        new FileContent(row.getLong(4), row.getInt(5), ByteString.copyFrom(row.getBytes(6))),
        row.getString(7),
        row.getString(8),
        Instant.ofEpochMilli(row.getLong(9)),
        row.getInt(10),
        row.getInt(11));
  }
}
