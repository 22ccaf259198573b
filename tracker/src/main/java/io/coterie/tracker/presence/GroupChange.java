package io.coterie.tracker.presence;

import io.coterie.tracker.group.Role;
import java.util.List;

/**
 * What changed in a group after a version of it.
 *
 * @param group the group's name
 * @param version the version up to which this tells
 * @param more whether there is more to tell, after that version
 * @param members the memberships that changed, as they are now
 * @param files the file entries that came or went, as they are now
 */
public record GroupChange(
    String group, long version, boolean more, List<MemberChange> members, List<FileChange> files) {

  /** Copies the lists. */
  public GroupChange {
    members = List.copyOf(members);
    files = List.copyOf(files);
  }

  /**
   * A membership that changed.
   *
   * @param user the account's name as stored
   * @param userKey the folded name
   * @param role the place now
   * @param version the membership's version now
   * @param begunVersion the group's version when the place began
   */
  public record MemberChange(
      String user, String userKey, Role role, long version, long begunVersion) {

    /**
     * Whether its version was raised after a version of the group, so that older grants are void.
     */
    boolean isRevokedSince(long groupVersion) {
      return version > groupVersion;
    }

    /** Whether it is a membership from after a version of the group. */
    boolean isMemberSince(long groupVersion) {
      return role.isMember() && begunVersion > groupVersion;
    }

    /** Whether it is a request to join from after a version of the group. */
    boolean isAskedSince(long groupVersion) {
      return role == Role.PENDING && begunVersion > groupVersion;
    }
  }

  /**
   * A file entry that came or went.
   *
   * @param name the file's name
   * @param size its size in bytes
   * @param publisher the user who first shared it
   * @param removed whether it went
   */
  public record FileChange(String name, long size, String publisher, boolean removed) {}
}
