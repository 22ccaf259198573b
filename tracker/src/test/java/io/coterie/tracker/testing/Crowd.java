package io.coterie.tracker.testing;

import io.coterie.tracker.sql.SqlTx;
import io.coterie.tracker.store.Transactions;

/** A crowd that enters a group in one commit. */
public final class Crowd {

  private Crowd() {}

  /** Makes so many new users members and returns the highest membership version. */
  public static long enters(Transactions transactions, String groupId, String name, int count) {
    return transactions.write(
        tx -> {
          SqlTx sql = SqlTx.of(tx);
          long version =
              sql.first(
                      "select version from grp where group_id = ?", row -> row.getLong(1), groupId)
                  .orElseThrow();
          for (int i = 0; i < count; i++) {
            version++;
            sql.update(
                "insert into account (user_key, name, password_hash, created_at)"
                    + " values (?, ?, '', 0)",
                name + i,
                name + i);
            sql.update(
                "insert into membership values (?, ?, 'MEMBER', ?, ?, ?, ?, ?)",
                groupId,
                name + i,
                version,
                sql.nowMillis(),
                version,
                version,
                sql.nowMillis());
          }
          sql.update("update grp set version = ? where group_id = ?", version, groupId);
          tx.groupChanged(groupId);
          return version;
        });
  }
}
