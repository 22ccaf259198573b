package io.coterie.tracker.session;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.rpc.validate.Names;
import io.coterie.tracker.account.AccountRepository;
import io.coterie.tracker.store.Tx;

/** What the operator does to accounts. */
public final class Suspension {

  private static final String NO_SESSION = "";

  private final AccountRepository accounts;
  private final Sessions sessions;

  public Suspension(AccountRepository accounts, Sessions sessions) {
    this.accounts = accounts;
    this.sessions = sessions;
  }

  /**
   * Refuses further logins, ends all sessions and voids all grants.
   *
   * @return how many sessions ended
   * @throws Refusal USER_NOT_FOUND
   */
  public int suspend(Tx tx, String user) {
    set(tx, user, true);
    return sessions.endOthers(tx, Names.fold(user), NO_SESSION);
  }

  /**
   * Allows logins again.
   *
   * @throws Refusal USER_NOT_FOUND
   */
  public void lift(Tx tx, String user) {
    set(tx, user, false);
  }

  private void set(Tx tx, String user, boolean suspended) {
    if (!accounts.setSuspended(tx, Names.fold(user), suspended)) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_USER_NOT_FOUND, "there is no user " + user + "; check the name");
    }
  }
}
