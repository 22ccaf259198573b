package io.coterie.tracker.group;

import io.coterie.rpc.auth.SessionCaller;
import io.coterie.tracker.event.Event;
import io.coterie.tracker.event.EventKind;
import io.coterie.tracker.event.EventLog;
import io.coterie.tracker.store.Page;
import io.coterie.tracker.store.Tx;

/** The histories of groups, for their owners. */
public final class GroupHistory {

  private final GroupAccess access;
  private final MembershipRepository memberships;
  private final EventLog events;

  public GroupHistory(GroupAccess access, MembershipRepository memberships, EventLog events) {
    this.access = access;
    this.memberships = memberships;
    this.events = events;
  }

  /** What happened, newest first, before the event with the id; NOT_OWNER. */
  public Page<Event> list(Tx tx, SessionCaller caller, String groupName, long before, int size) {
    GroupRef group = access.findAsOwner(tx, caller, groupName);
    return Page.of(events.list(tx, group.id(), before, size + 1), size);
  }

  /** Notes a login in all groups of the user. */
  public void loggedIn(Tx tx, String userKey) {
    for (String groupId : memberships.groupsOf(tx, userKey)) {
      events.add(tx, groupId, EventKind.LOGGED_IN, userKey);
    }
  }
}
