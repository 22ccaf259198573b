package io.coterie.tracker.group;

import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.rpc.validate.Names;
import io.coterie.tracker.event.EventKind;
import io.coterie.tracker.event.EventLog;
import io.coterie.tracker.store.Page;
import io.coterie.tracker.store.Tx;

/** The life of a request to join, from the asking to the owner's answer. */
public final class JoinRequests {

  private final GroupAccess access;
  private final MembershipRepository memberships;
  private final EventLog events;

  public JoinRequests(GroupAccess access, MembershipRepository memberships, EventLog events) {
    this.access = access;
    this.memberships = memberships;
    this.events = events;
  }

  /** Asks to join and returns the owner's name; ALREADY_MEMBER, JOIN_REQUEST_PENDING. */
  public String ask(Tx tx, SessionCaller caller, String groupName) {
    GroupLock group = access.lock(tx, groupName);
    String owner = memberships.owner(tx, group.id()).orElse("");
    Role role = memberships.place(tx, group.id(), caller.userKey()).role();
    if (role.isMember()) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_ALREADY_MEMBER,
          "you are a member of " + group.name() + " already");
    }
    if (role == Role.PENDING) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_JOIN_REQUEST_PENDING,
          "you have asked to join " + group.name() + " already; " + owner + " decides");
    }
    memberships.begin(tx, group, caller.userKey(), Role.PENDING);
    events.add(tx, group.id(), EventKind.JOIN_REQUESTED, caller.userKey());
    return owner;
  }

  /** Lets the user in; NOT_OWNER, JOIN_REQUEST_NOT_FOUND. */
  public Member accept(Tx tx, SessionCaller caller, String groupName, String user) {
    GroupLock group = access.lockAsOwner(tx, caller, groupName);
    String userKey = requirePending(tx, group, user);
    memberships.begin(tx, group, userKey, Role.MEMBER);
    events.add(tx, group.id(), EventKind.JOIN_ACCEPTED, caller.userKey(), userKey);
    return memberships.member(tx, group.id(), userKey).orElseThrow();
  }

  /** Turns the user down, who may ask again; NOT_OWNER, JOIN_REQUEST_NOT_FOUND. */
  public void reject(Tx tx, SessionCaller caller, String groupName, String user) {
    GroupLock group = access.lockAsOwner(tx, caller, groupName);
    String userKey = requirePending(tx, group, user);
    memberships.end(tx, group, userKey);
    events.add(tx, group.id(), EventKind.JOIN_REJECTED, caller.userKey(), userKey);
  }

  /** Pending requests, oldest first, after the position; NOT_OWNER. */
  public Page<JoinRequest> list(
      Tx tx, SessionCaller caller, String groupName, long after, int size) {
    GroupRef group = access.findAsOwner(tx, caller, groupName);
    return Page.of(memberships.requests(tx, group.id(), after, size + 1), size);
  }

  private String requirePending(Tx tx, GroupLock group, String user) {
    String userKey = Names.fold(user);
    Role role = memberships.place(tx, group.id(), userKey).role();
    if (role != Role.PENDING) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_JOIN_REQUEST_NOT_FOUND,
          user
              + (role.isMember() ? " is a member of " : " has not asked to join ")
              + group.name()
              + (role.isMember() ? " already" : ""));
    }
    return userKey;
  }
}
