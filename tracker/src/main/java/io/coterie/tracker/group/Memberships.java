package io.coterie.tracker.group;

import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.rpc.validate.Names;
import io.coterie.tracker.event.EventKind;
import io.coterie.tracker.event.EventLog;
import io.coterie.tracker.store.Page;
import io.coterie.tracker.store.Tx;
import java.util.Optional;

/** How memberships go on and end. */
public final class Memberships {

  private final GroupAccess access;
  private final GroupRepository groups;
  private final MembershipRepository memberships;
  private final EventLog events;

  public Memberships(
      GroupAccess access,
      GroupRepository groups,
      MembershipRepository memberships,
      EventLog events) {
    this.access = access;
    this.groups = groups;
    this.memberships = memberships;
    this.events = events;
  }

  /** Members, longest-standing first, after the position; NOT_MEMBER. */
  public Page<Member> list(Tx tx, SessionCaller caller, String groupName, long after, int size) {
    GroupRef group = access.findAsMember(tx, caller, groupName).group();
    return Page.of(memberships.members(tx, group.id(), after, size + 1), size);
  }

  /**
   * Ends the caller's membership or takes a pending request back. An owner is followed by the
   * longest-standing member; with nobody left the group is gone.
   *
   * @return the owner's name after that; empty when the group is gone
   */
  public Optional<String> leave(Tx tx, SessionCaller caller, String groupName) {
    GroupLock group = access.lock(tx, groupName);
    Role role = memberships.place(tx, group.id(), caller.userKey()).role();
    if (role == Role.NONE) {
      throw GroupAccess.notMember(group.name());
    }
    Optional<String> successor =
        role == Role.OWNER ? memberships.successor(tx, group.id()) : Optional.empty();
    if (role == Role.OWNER && successor.isEmpty()) {
      groups.delete(tx, group.id());
      return Optional.empty();
    }
    memberships.end(tx, group, caller.userKey());
    if (role.isMember()) {
      events.add(tx, group.id(), EventKind.LEFT, caller.userKey());
    }
    successor.ifPresent(userKey -> promote(tx, group, caller, userKey));
    return memberships.owner(tx, group.id());
  }

  /** Ends another's membership; NOT_OWNER, MEMBER_NOT_FOUND, OWNER_NOT_REMOVABLE. */
  public void remove(Tx tx, SessionCaller caller, String groupName, String user) {
    GroupLock group = access.lockAsOwner(tx, caller, groupName);
    String userKey = Names.fold(user);
    if (userKey.equals(caller.userKey())) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_OWNER_NOT_REMOVABLE,
          "you own " + group.name() + "; leave it, or transfer it first");
    }
    requireMember(tx, group, user, userKey);
    memberships.end(tx, group, userKey);
    events.add(tx, group.id(), EventKind.REMOVED, caller.userKey(), userKey);
  }

  /** Makes another member the owner; NOT_OWNER, MEMBER_NOT_FOUND. */
  public Group transfer(Tx tx, SessionCaller caller, String groupName, String user) {
    GroupLock group = access.lockAsOwner(tx, caller, groupName);
    String userKey = Names.fold(user);
    if (userKey.equals(caller.userKey())) {
      throw new Refusal(
              ErrorReason.ERROR_REASON_FIELD_INVALID,
              "you own " + group.name() + " already; name another member")
          .withField("user", "owns the group already");
    }
    requireMember(tx, group, user, userKey);
    memberships.setRole(tx, group, caller.userKey(), Role.MEMBER);
    promote(tx, group, caller, userKey);
    return groups.view(tx, group.name(), caller.userKey()).orElseThrow();
  }

  /**
   * Voids the user's grants in all groups. Those that the user asks to join are locked with the
   * others, as their owner may be letting the user in just now.
   */
  public void voidGrants(Tx tx, String userKey) {
    for (String groupId : memberships.placesOf(tx, userKey)) {
      groups.lockById(tx, groupId).ifPresent(group -> memberships.voidGrants(tx, group, userKey));
      tx.groupChanged(groupId);
    }
  }

  private void promote(Tx tx, GroupLock group, SessionCaller by, String userKey) {
    memberships.setRole(tx, group, userKey, Role.OWNER);
    events.add(tx, group.id(), EventKind.OWNER_CHANGED, by.userKey(), userKey);
  }

  private void requireMember(Tx tx, GroupLock group, String user, String userKey) {
    if (!memberships.place(tx, group.id(), userKey).role().isMember()) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_MEMBER_NOT_FOUND,
          user + " is not a member of " + group.name() + "; see list_members");
    }
  }
}
