package io.coterie.tracker.group;

import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.store.Tx;

/** Finds groups by name for those who have the right to what they ask. */
public final class GroupAccess {

  private final GroupRepository groups;
  private final MembershipRepository memberships;

  public GroupAccess(GroupRepository groups, MembershipRepository memberships) {
    this.groups = groups;
    this.memberships = memberships;
  }

  /** Finds a group for reading by its members; GROUP_NOT_FOUND, NOT_MEMBER. */
  public Standing findAsMember(Tx tx, SessionCaller caller, String name) {
    Standing found = find(tx, caller, name);
    requireMember(found.place(), found.group());
    return found;
  }

  /** Finds a group for reading by its owner; GROUP_NOT_FOUND, NOT_OWNER. */
  public GroupRef findAsOwner(Tx tx, SessionCaller caller, String name) {
    Standing found = find(tx, caller, name);
    requireOwner(tx, found.place(), found.group());
    return found.group();
  }

  /** Locks a group for a change by anybody; GROUP_NOT_FOUND. */
  public GroupLock lock(Tx tx, String name) {
    GroupLock group = groups.lock(tx, name).orElseThrow(() -> notFound(name));
    tx.groupChanged(group.id());
    return group;
  }

  /** Locks a group for a change by a member; GROUP_NOT_FOUND, NOT_MEMBER. */
  public GroupLock lockAsMember(Tx tx, SessionCaller caller, String name) {
    GroupLock group = lock(tx, name);
    requireMember(memberships.place(tx, group.id(), caller.userKey()), group.group());
    return group;
  }

  /** Locks a group for a change by its owner; GROUP_NOT_FOUND, NOT_OWNER. */
  public GroupLock lockAsOwner(Tx tx, SessionCaller caller, String name) {
    GroupLock group = lock(tx, name);
    requireOwner(tx, memberships.place(tx, group.id(), caller.userKey()), group.group());
    return group;
  }

  /** Whether the caller owns the group. */
  public boolean isOwner(Tx tx, SessionCaller caller, GroupRef group) {
    return memberships.place(tx, group.id(), caller.userKey()).role() == Role.OWNER;
  }

  private Standing find(Tx tx, SessionCaller caller, String name) {
    return groups.find(tx, name, caller.userKey()).orElseThrow(() -> notFound(name));
  }

  private void requireOwner(Tx tx, Place place, GroupRef group) {
    if (place.role() != Role.OWNER) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_NOT_OWNER,
          "only "
              + memberships.owner(tx, group.id()).orElse("the owner")
              + ", the owner of "
              + group.name()
              + ", may do this");
    }
  }

  private static void requireMember(Place place, GroupRef group) {
    if (!place.role().isMember()) {
      throw notMember(group.name());
    }
  }

  static Refusal notMember(String group) {
    return new Refusal(
        ErrorReason.ERROR_REASON_NOT_MEMBER,
        "you are not a member of " + group + "; ask to join it first");
  }

  static Refusal notFound(String name) {
    return new Refusal(
        ErrorReason.ERROR_REASON_GROUP_NOT_FOUND,
        "there is no group " + name + "; check the name with list_groups");
  }
}
