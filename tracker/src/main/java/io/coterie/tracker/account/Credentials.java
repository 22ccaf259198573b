package io.coterie.tracker.account;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.store.Transactions;
import io.coterie.tracker.store.Tx;
import java.util.Optional;

/** Decides whether a password is right, at a pace that makes guessing useless. */
public final class Credentials {

  private final Transactions transactions;
  private final AccountRepository accounts;
  private final LoginThrottle throttle;
  private final Passwords passwords;

  public Credentials(
      Transactions transactions,
      AccountRepository accounts,
      LoginThrottle throttle,
      Passwords passwords) {
    this.transactions = transactions;
    this.accounts = accounts;
    this.throttle = throttle;
    this.passwords = passwords;
  }

  /**
   * Returns the account when the password is right. Unknown names cost the same and are refused
   * alike. To be called outside transactions; blocks for the hash.
   *
   * @param throttleKey whose attempts count together
   * @throws Refusal CREDENTIALS_WRONG, TOO_MANY_ATTEMPTS or OVERLOADED
   */
  public Account check(String userKey, String throttleKey, String password) {
    Optional<Account> found =
        transactions.write(
            tx -> {
              throttle.admit(tx, throttleKey);
              return accounts.find(tx, userKey);
            });
    if (found.isEmpty()) {
      passwords.matchNobody(password);
      throw wrong();
    }
    Account account = found.get();
    if (!passwords.matches(password, account.passwordHash())) {
      throw wrong();
    }
    return upgraded(account, password);
  }

  /** Settles a right password, in the transaction that acts on it: the attempts are forgotten. */
  public void accept(Tx tx, Account account, String throttleKey) {
    Optional<Account> current = accounts.lock(tx, account.userKey());
    if (current.isEmpty() || !current.get().passwordHash().equals(account.passwordHash())) {
      throw wrong();
    }
    throttle.succeeded(tx, throttleKey);
    if (current.get().suspended()) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_ACCOUNT_SUSPENDED,
          "the account " + account.name() + " is suspended; ask the operator of the tracker");
    }
  }

  /** Stores a hash of today's cost in the place of an older one. */
  private Account upgraded(Account account, String password) {
    String old = account.passwordHash();
    if (!passwords.isOutdated(old)) {
      return account;
    }
    String hash = passwords.hash(password);
    boolean replaced =
        transactions.write(tx -> accounts.replaceHash(tx, account.userKey(), old, hash));
    return replaced
        ? new Account(account.userKey(), account.name(), hash, account.suspended())
        : account;
  }

  static Refusal wrong() {
    return new Refusal(
        ErrorReason.ERROR_REASON_CREDENTIALS_WRONG, "the user name or the password is wrong");
  }
}
