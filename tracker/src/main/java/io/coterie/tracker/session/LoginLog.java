package io.coterie.tracker.session;

import io.coterie.tracker.store.Tx;

/** Hears of logins, for the histories of the user's groups. */
@FunctionalInterface
public interface LoginLog {

  /** The user has logged in. */
  void loggedIn(Tx tx, String userKey);
}
