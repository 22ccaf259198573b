package io.coterie.tracker.group;

/**
 * A user's place in a group.
 *
 * @param version what the user's grants state; 0 when there never was a place
 */
public record Place(Role role, long version) {

  /** The place of somebody who never had one. */
  public static final Place NOWHERE = new Place(Role.NONE, 0);
}
