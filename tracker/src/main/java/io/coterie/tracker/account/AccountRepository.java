package io.coterie.tracker.account;

import io.coterie.tracker.store.Tx;
import java.util.Optional;

/** Where accounts are kept. */
public interface AccountRepository {

  /** Adds an account; false when the name's key is taken. */
  boolean insert(Tx tx, Account account);

  /** Finds an account by its folded name. */
  Optional<Account> find(Tx tx, String userKey);

  /**
   * Finds an account and keeps others from changing it, or from opening or ending sessions of its
   * user, until the transaction ends.
   */
  Optional<Account> lock(Tx tx, String userKey);

  /** Puts another hash in the place of {@code oldHash}; false when that is not in force. */
  boolean replaceHash(Tx tx, String userKey, String oldHash, String newHash);

  /** Suspends an account or lifts that; false when there is no such account. */
  boolean setSuspended(Tx tx, String userKey, boolean suspended);
}
