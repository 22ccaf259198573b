package io.coterie.tracker.sql;

import io.coterie.tracker.event.Event;
import io.coterie.tracker.event.EventKind;
import io.coterie.tracker.event.EventLog;
import io.coterie.tracker.store.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Events in SQL. */
public final class SqlEvents implements EventLog {

  @Override
  public void add(Tx tx, String groupId, EventKind kind, String actorKey) {
    insert(tx, groupId, kind, actorKey, null, null);
  }

  @Override
  public void add(Tx tx, String groupId, EventKind kind, String actorKey, String subjectKey) {
    insert(tx, groupId, kind, actorKey, subjectKey, null);
  }

  @Override
  public void addFile(Tx tx, String groupId, EventKind kind, String actorKey, String file) {
    insert(tx, groupId, kind, actorKey, null, file);
  }

  @Override
  public void addFetch(
      Tx tx, String groupId, String actorKey, String subjectKey, String file, long bytes) {
    SqlTx sql = SqlTx.of(tx);
    sql.update(
        "insert into event (group_id, kind, actor_key, subject_key, file, bytes, created_at)"
            + " select f.group_id, 'FILE_FETCHED', m.user_key, s.user_key, f.name, ?, ?"
            + " from file f join membership m on m.group_id = f.group_id"
            + " join membership s on s.group_id = f.group_id"
            + " where f.group_id = ? and f.name = ?"
            + " and m.user_key = ? and m.state in ('MEMBER', 'OWNER') and s.user_key = ?",
        bytes,
        sql.nowMillis(),
        groupId,
        file,
        actorKey,
        subjectKey);
  }

  @Override
  public List<Event> list(Tx tx, String groupId, long before, int limit) {
    return SqlTx.of(tx)
        .list(
            "select e.event_id, e.created_at, e.kind, a.name, s.name, e.file, e.bytes"
                + " from event e join account a on a.user_key = e.actor_key"
                + " left join account s on s.user_key = e.subject_key"
                + " where e.group_id = ? and e.event_id < ? order by e.event_id desc limit ?",
            SqlEvents::read,
            groupId,
            before,
            limit);
  }

  private static void insert(
      Tx tx,
      String groupId,
      EventKind kind,
      String actorKey,
      @Nullable String subjectKey,
      @Nullable String file) {
    SqlTx sql = SqlTx.of(tx);
    sql.update(
        "insert into event (group_id, kind, actor_key, subject_key, file, bytes, created_at)"
            + " values (?, ?, ?, ?, ?, 0, ?)",
        groupId,
        kind.name(),
        actorKey,
        subjectKey,
        file,
        sql.nowMillis());
  }

  private static Event read(ResultSet row) throws SQLException {
    return new Event(
        row.getLong(1),
        Instant.ofEpochMilli(row.getLong(2)),
        EventKind.valueOf(row.getString(3)),
        row.getString(4),
        Optional.ofNullable(row.getString(5)),
        Optional.ofNullable(row.getString(6)),
        row.getLong(7));
  }
}
