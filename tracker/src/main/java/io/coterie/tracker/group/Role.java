package io.coterie.tracker.group;

/** A user's place in a group; stored by name. */
public enum Role {
  /** Neither member nor asking; once there was a place, its row stays so. */
  NONE,
  /** Has asked to join and waits for the owner. */
  PENDING,
  /** Member. */
  MEMBER,
  /** Member and owner. */
  OWNER;

  /** Whether this is a place inside the group. */
  public boolean isMember() {
    return this == MEMBER || this == OWNER;
  }
}
