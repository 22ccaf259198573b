package io.coterie.tracker.session;

import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.error.Refusal;
import io.coterie.tracker.account.Account;
import io.coterie.tracker.account.Accounts;
import io.coterie.tracker.account.Credentials;
import io.coterie.tracker.account.Passwords;
import io.coterie.tracker.store.Tx;

/** Changes a password, and ends what was opened with the old one. */
public final class PasswordChange {

  private final Credentials credentials;
  private final Passwords passwords;
  private final Accounts accounts;
  private final Sessions sessions;

  public PasswordChange(
      Credentials credentials, Passwords passwords, Accounts accounts, Sessions sessions) {
    this.credentials = credentials;
    this.passwords = passwords;
    this.accounts = accounts;
    this.sessions = sessions;
  }

  /** A change whose right is proved and whose hash is made. */
  public record Prepared(Account account, String newHash) {}

  /**
   * Checks the password in force and hashes the new one; slow, outside transactions. The session's
   * attempts count by themselves, so that strangers who guess cannot hinder the owner.
   *
   * @throws Refusal CREDENTIALS_WRONG, TOO_MANY_ATTEMPTS or OVERLOADED
   */
  public Prepared prepare(SessionCaller caller, String currentPassword, String newPassword) {
    Account account = credentials.check(caller.userKey(), throttleKey(caller), currentPassword);
    return new Prepared(account, passwords.hash(newPassword));
  }

  /** Stores the new hash, ends the user's other sessions and returns how many these were. */
  public int apply(Tx tx, SessionCaller caller, Prepared prepared) {
    credentials.accept(tx, prepared.account(), throttleKey(caller));
    accounts.changePassword(tx, prepared.account(), prepared.newHash());
    return sessions.endOthers(tx, caller.userKey(), caller.sessionId());
  }

  private static String throttleKey(SessionCaller caller) {
    return caller.userKey() + "\n" + caller.sessionId();
  }
}
