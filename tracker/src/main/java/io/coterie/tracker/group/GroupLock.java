package io.coterie.tracker.group;

/**
 * A group whose version this transaction has raised. Raising it locks the group's row, so that from
 * here to the end of the transaction nobody else changes the group.
 *
 * @param version the version after the change
 */
public record GroupLock(GroupRef group, long version) {

  /** The group's id. */
  public String id() {
    return group.id();
  }

  /** The group's name as stored. */
  public String name() {
    return group.name();
  }
}
