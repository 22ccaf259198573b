package io.coterie.tracker.presence;

import io.coterie.tracker.group.Role;
import java.time.Instant;
import java.util.List;

/**
 * What an attached peer is told. Every event states a level, not a step: hearing one twice, or one
 * in place of two, does no harm.
 */
public sealed interface PeerEvent {

  /**
   * A part of the state from which the events go on; nothing but ticks comes before its last part.
   *
   * @param deploymentId names the deployment
   * @param trackerId names the tracker process
   * @param time the tracker's clock
   * @param memberships the user's place in groups
   * @param revocations those younger than a grant's life in the user's groups
   * @param more whether another part follows
   */
  record Snapshot(
      String deploymentId,
      String trackerId,
      Instant time,
      List<Membership> memberships,
      List<Revocation> revocations,
      boolean more)
      implements PeerEvent {}

  /**
   * The tracker lives. Comes from the beginning on; only the newest one waiting is sent.
   *
   * @param time the tracker's clock
   */
  record Tick(Instant time) implements PeerEvent {}

  /**
   * The user's place in a group.
   *
   * @param groupId the group's id
   * @param group the group's name
   * @param role the place, {@link Role#NONE} when the user is not in the group any more
   * @param version the membership's version
   */
  record Membership(String groupId, String group, Role role, long version) implements PeerEvent {}

  /**
   * Grants of a user with a lower membership version are void.
   *
   * @param groupId the group's id
   * @param user the user
   * @param minVersion the lowest membership version that counts
   */
  record Revocation(String groupId, String user, long minVersion) implements PeerEvent {}

  /**
   * Somebody asks to join a group that the user owns.
   *
   * @param group the group's name
   * @param user who asks
   */
  record JoinRequested(String group, String user) implements PeerEvent {}

  /**
   * A file is new in one of the user's groups.
   *
   * @param group the group's name
   * @param name the file's name
   * @param size its size in bytes
   * @param publisher who shared it
   */
  record FileShared(String group, String name, long size, String publisher) implements PeerEvent {}

  /**
   * A file's entry was removed from one of the user's groups.
   *
   * @param groupId the group's id
   * @param group the group's name
   * @param name the file's name
   */
  record FileRemoved(String groupId, String group, String name) implements PeerEvent {}

  /** The tracker is about to leave: attach elsewhere. */
  record Reattach() implements PeerEvent {}
}
