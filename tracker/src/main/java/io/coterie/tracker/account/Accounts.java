package io.coterie.tracker.account;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.rpc.validate.Names;
import io.coterie.tracker.store.Tx;

/** Opens accounts and changes their passwords. */
public final class Accounts {

  private final AccountRepository accounts;
  private final boolean registrationOpen;

  public Accounts(AccountRepository accounts, boolean registrationOpen) {
    this.accounts = accounts;
    this.registrationOpen = registrationOpen;
  }

  /**
   * Refuses with REGISTRATION_CLOSED when the operator takes no new accounts; before any costly
   * work for one.
   */
  public void requireOpen() {
    if (!registrationOpen) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_REGISTRATION_CLOSED,
          "this deployment takes no new accounts; ask its operator");
    }
  }

  /**
   * Creates an account.
   *
   * @throws Refusal USER_EXISTS when the name is taken
   */
  public Account create(Tx tx, String name, String passwordHash) {
    Account account = new Account(Names.fold(name), name, passwordHash, false);
    if (!accounts.insert(tx, account)) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_USER_EXISTS,
          "the user name " + name + " is taken; choose another");
    }
    return account;
  }

  /**
   * Puts another password in the place of the one just checked.
   *
   * @throws Refusal CREDENTIALS_WRONG when it was changed meanwhile
   */
  public void changePassword(Tx tx, Account checked, String newHash) {
    if (!accounts.replaceHash(tx, checked.userKey(), checked.passwordHash(), newHash)) {
      throw Credentials.wrong();
    }
  }
}
