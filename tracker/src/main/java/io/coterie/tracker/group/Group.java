package io.coterie.tracker.group;

import java.time.Instant;

/**
 * One group as one user sees it.
 *
 * @param owner the owner's name
 * @param role the user's place in it
 */
public record Group(
    String id,
    String name,
    String owner,
    Role role,
    int memberCount,
    int fileCount,
    Instant createTime) {

  /** This group without what only members may know, unless the user is one. */
  Group asVisible() {
    return role.isMember() ? this : new Group("", name, owner, role, memberCount, 0, createTime);
  }
}
