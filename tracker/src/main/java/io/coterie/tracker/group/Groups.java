package io.coterie.tracker.group;

import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.event.EventKind;
import io.coterie.tracker.event.EventLog;
import io.coterie.tracker.store.Ids;
import io.coterie.tracker.store.Page;
import io.coterie.tracker.store.Tx;
import java.util.List;
import java.util.Optional;

/** Creates, shows and deletes groups. */
public final class Groups {

  private final GroupRepository groups;
  private final MembershipRepository memberships;
  private final GroupAccess access;
  private final EventLog events;

  public Groups(
      GroupRepository groups,
      MembershipRepository memberships,
      GroupAccess access,
      EventLog events) {
    this.groups = groups;
    this.memberships = memberships;
    this.access = access;
    this.events = events;
  }

  /** Creates a group with the caller as its owner; GROUP_EXISTS. */
  public Group create(Tx tx, SessionCaller caller, String name) {
    GroupLock group =
        groups
            .insert(tx, Ids.create(), name)
            .orElseThrow(
                () ->
                    new Refusal(
                        ErrorReason.ERROR_REASON_GROUP_EXISTS,
                        "the group name " + name + " is taken; choose another"));
    tx.groupChanged(group.id());
    memberships.begin(tx, group, caller.userKey(), Role.OWNER);
    events.add(tx, group.id(), EventKind.GROUP_CREATED, caller.userKey());
    return get(tx, caller, name);
  }

  /** Deletes the caller's group with all that is in it; NOT_OWNER. */
  public void delete(Tx tx, SessionCaller caller, String name) {
    groups.delete(tx, access.lockAsOwner(tx, caller, name).id());
  }

  /** One group as the caller sees it; GROUP_NOT_FOUND. */
  public Group get(Tx tx, SessionCaller caller, String name) {
    return groups
        .view(tx, name, caller.userKey())
        .map(Group::asVisible)
        .orElseThrow(() -> GroupAccess.notFound(name));
  }

  /** All groups as the caller sees them, by name, after the one named. */
  public Page<Group> list(Tx tx, SessionCaller caller, Optional<String> afterName, int size) {
    List<Group> found = groups.page(tx, caller.userKey(), afterName, size + 1);
    return Page.of(found.stream().map(Group::asVisible).toList(), size);
  }
}
