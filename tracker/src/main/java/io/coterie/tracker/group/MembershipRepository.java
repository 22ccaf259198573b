package io.coterie.tracker.group;

import io.coterie.tracker.store.Tx;
import java.util.List;
import java.util.Optional;

/** Where the places of users in groups are kept. */
public interface MembershipRepository {

  /** The user's place. */
  Place place(Tx tx, String groupId, String userKey);

  /** Gives a user who has none, or only a pending request, another place, from now on. */
  void begin(Tx tx, GroupLock group, String userKey, Role role);

  /** Changes the role of a member, whose standing and grants stay. */
  void setRole(Tx tx, GroupLock group, String userKey, Role role);

  /** Ends a place: its grants are void and the user's peers no sources in the group any more. */
  void end(Tx tx, GroupLock group, String userKey);

  /** Voids the grants of a member, who stays one. */
  void voidGrants(Tx tx, GroupLock group, String userKey);

  /** The ids of the groups of which the user is a member or asks to be one, in a fixed order. */
  List<String> placesOf(Tx tx, String userKey);

  /** The ids of the groups of which the user is a member, in a fixed order. */
  List<String> groupsOf(Tx tx, String userKey);

  /** The key of the longest-standing member who is not the owner. */
  Optional<String> successor(Tx tx, String groupId);

  /** The owner's name; empty only while a group is being made. */
  Optional<String> owner(Tx tx, String groupId);

  /** Pending requests, oldest first, after the position. */
  List<JoinRequest> requests(Tx tx, String groupId, long after, int limit);

  /** Members, longest-standing first, after the position. */
  List<Member> members(Tx tx, String groupId, long after, int limit);

  /** One member. */
  Optional<Member> member(Tx tx, String groupId, String userKey);
}
