package io.coterie.tracker.account;

/**
 * An account.
 *
 * @param userKey the folded name, by which it is unique
 * @param name the name as given
 * @param passwordHash Argon2id in PHC form
 * @param suspended whether the operator has suspended it
 */
public record Account(String userKey, String name, String passwordHash, boolean suspended) {

  @Override
  public String toString() {
    return "Account[" + name + "]";
  }
}
