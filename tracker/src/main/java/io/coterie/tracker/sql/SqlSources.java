package io.coterie.tracker.sql;

import com.google.protobuf.ByteString;
import io.coterie.rpc.validate.Names;
import io.coterie.tracker.file.Announced;
import io.coterie.tracker.file.Holder;
import io.coterie.tracker.file.Holding;
import io.coterie.tracker.file.Source;
import io.coterie.tracker.file.SourceCursor;
import io.coterie.tracker.file.SourcePage;
import io.coterie.tracker.file.SourceQuery;
import io.coterie.tracker.file.SourceRepository;
import io.coterie.tracker.store.Page;
import io.coterie.tracker.store.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Sources of files in SQL. */
public final class SqlSources implements SourceRepository {

  private static final String OFFLINE = "(case when p.attach_id is null then 1 else 0 end)";

  private static final String PAGE_AS_MEMBER =
      "select a.name, s.peer_id, p.endpoints, s.group_id"
          + " from source s join account a on a.user_key = s.user_key"
          + Online.joinedPeer("s")
          + "where s.group_id = "
          + Membership.GROUP_ID
          + " and s.name = ? and ("
          + OFFLINE
          + ", s.peer_id, s.user_key) > (?, ?, ?) order by "
          + OFFLINE
          + ", s.peer_id, s.user_key limit ?";

  @Override
  public boolean add(Tx tx, Holding file, String userKey, String peerId) {
    return SqlTx.of(tx)
            .update(
                "insert into source (group_id, name, user_key, peer_id) values (?, ?, ?, ?)"
                    + " on conflict do nothing",
                file.groupId(),
                file.name(),
                userKey,
                peerId)
        == 1;
  }

  @Override
  public boolean addAnnounced(Tx tx, Announced file, Holder holder) {
    return SqlTx.of(tx)
            .update(
                "insert into source (group_id, name, user_key, peer_id)"
                    + " select f.group_id, f.name, m.user_key, cast(? as text) from file f"
                    + " join membership m on m.group_id = f.group_id"
                    + " where m.user_key = ? and"
                    + Membership.IS_MEMBER
                    + "and f.group_id = ? and f.name = ? and f.root = ?"
                    + " and f.removed_at is null on conflict do nothing",
                holder.peerId(),
                holder.userKey(),
                file.groupId(),
                file.name(),
                file.root().toByteArray())
        == 1;
  }

  @Override
  public boolean remove(Tx tx, Holding file, String userKey, String peerId) {
    return SqlTx.of(tx)
            .update(
                "delete from source"
                    + " where group_id = ? and name = ? and user_key = ? and peer_id = ?",
                file.groupId(),
                file.name(),
                userKey,
                peerId)
        == 1;
  }

  @Override
  public int count(Tx tx, Holding file) {
    return SqlTx.of(tx)
        .first(
            "select count(*) from source where group_id = ? and name = ?",
            row -> row.getInt(1),
            file.groupId(),
            file.name())
        .orElse(0);
  }

  @Override
  public Optional<SourcePage> pageAsMember(Tx tx, String userKey, SourceQuery query) {
    SqlTx sql = SqlTx.of(tx);
    Optional<SourceCursor> after = query.after();
    List<Row> rows =
        sql.list(
            PAGE_AS_MEMBER,
            row -> new Row(row.getString(4), read(row)),
            sql.nowMillis(),
            Names.fold(query.group()),
            userKey,
            query.name(),
            after.map(cursor -> cursor.online() ? 0 : 1).orElse(-1),
            after.map(SourceCursor::peerId).orElse(""),
            after.map(cursor -> Names.fold(cursor.user())).orElse(""),
            query.size() + 1);
    return rows.stream()
        .findFirst()
        .map(
            first ->
                new SourcePage(
                    first.groupId(),
                    Page.of(rows.stream().map(Row::source).toList(), query.size())));
  }

  @Override
  public List<Announced> heldBy(Tx tx, Holder holder, Optional<Holding> after, int limit) {
    return SqlTx.of(tx)
        .list(
            "select s.group_id, s.name, f.root from source s"
                + " join file f on f.group_id = s.group_id and f.name = s.name"
                + " where s.user_key = ? and s.peer_id = ? and (s.group_id, s.name) > (?, ?)"
                + " order by s.group_id, s.name limit ?",
            row ->
                new Announced(
                    row.getString(1), row.getString(2), ByteString.copyFrom(row.getBytes(3))),
            holder.userKey(),
            holder.peerId(),
            after.map(Holding::groupId).orElse(""),
            after.map(Holding::name).orElse(""),
            limit);
  }

  @Override
  public void drop(Tx tx, String userKey, String peerId) {
    SqlTx.of(tx).update("delete from source where user_key = ? and peer_id = ?", userKey, peerId);
  }

  private record Row(String groupId, Source source) {}

  private static Source read(ResultSet row) throws SQLException {
    String endpoints = row.getString(3);
    return endpoints == null
        ? new Source(row.getString(1), row.getString(2), List.of(), false)
        : new Source(row.getString(1), row.getString(2), endpoints.lines().toList(), true);
  }
}
