package io.coterie.tracker.sql;

import io.coterie.tracker.store.Census;
import io.coterie.tracker.store.Tx;

/** Counts what the store holds; reads whole indexes, so it is for once a minute. */
public final class SqlCensus {

  /** Takes the census. */
  public Census take(Tx tx) {
    SqlTx sql = SqlTx.of(tx);
    return sql.first(
            "select (select count(*) from session where ended_at is null and expires_at > ?),"
                + " (select count(*) from grp)",
            row -> new Census(row.getLong(1), row.getLong(2)),
            sql.nowMillis())
        .orElseThrow();
  }
}
