package io.coterie.tracker.sql;

import io.coterie.tracker.account.Account;
import io.coterie.tracker.account.AccountRepository;
import io.coterie.tracker.store.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accounts in SQL. */
public final class SqlAccounts implements AccountRepository {

  @Override
  public boolean insert(Tx tx, Account account) {
    SqlTx sql = SqlTx.of(tx);
    return sql.update(
            "insert into account (user_key, name, password_hash, created_at) values (?, ?, ?, ?)"
                + " on conflict (user_key) do nothing",
            account.userKey(),
            account.name(),
            account.passwordHash(),
            sql.nowMillis())
        == 1;
  }

  @Override
  public Optional<Account> find(Tx tx, String userKey) {
    return SqlTx.of(tx)
        .first(
            "select user_key, name, password_hash, suspended_at is not null from account"
                + " where user_key = ?",
            SqlAccounts::read,
            userKey);
  }

  @Override
  public Optional<Account> lock(Tx tx, String userKey) {
    return SqlTx.of(tx)
        .first(
            "update account set name = name where user_key = ?"
                + " returning user_key, name, password_hash, suspended_at is not null",
            SqlAccounts::read,
            userKey);
  }

  @Override
  public boolean replaceHash(Tx tx, String userKey, String oldHash, String newHash) {
    return SqlTx.of(tx)
            .update(
                "update account set password_hash = ? where user_key = ? and password_hash = ?",
                newHash,
                userKey,
                oldHash)
        == 1;
  }

  @Override
  public boolean setSuspended(Tx tx, String userKey, boolean suspended) {
    SqlTx sql = SqlTx.of(tx);
    @Nullable Long since = suspended ? sql.nowMillis() : null;
    return sql.update("update account set suspended_at = ? where user_key = ?", since, userKey)
        == 1;
  }

  private static Account read(ResultSet row) throws SQLException {
    return new Account(row.getString(1), row.getString(2), row.getString(3), row.getBoolean(4));
  }
}
