package io.coterie.tracker.presence;

import io.coterie.tracker.group.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * In which groups the attached users are, as they were last told. It holds what a tracker remembers
 * for each group of each attached user, so what it holds is counted. Confined to one thread.
 */
final class Roster {

  private final Map<String, WatchedGroup> groups = new HashMap<>();
  private final Map<String, Guest> users = new HashMap<>();
  private final int capacity;
  private int places;

  /** An attached user; the key is the one object that all groups refer to. */
  private record Guest(String key, List<WatchedGroup> groups) {}

  /** A roster for so many places. */
  Roster(int capacity) {
    this.capacity = capacity;
  }

  /** Notes a user as attached, as yet in no group. */
  void enter(String userKey) {
    users.computeIfAbsent(userKey, key -> new Guest(key, new ArrayList<>(2)));
  }

  /** Forgets a user who is not attached any more. */
  void leave(String userKey) {
    Guest guest = users.remove(userKey);
    if (guest != null) {
      guest.groups().forEach(group -> unlink(group, guest));
    }
  }

  /**
   * Notes an attached user's place in a group; other users are ignored.
   *
   * @param told the version up to which the user knows the group, if nobody else here is in it
   */
  void set(String groupId, String name, long told, String userKey, Role role) {
    Guest guest = users.get(userKey);
    if (guest == null) {
      return;
    }
    WatchedGroup group = groups.get(groupId);
    if (role != Role.NONE) {
      WatchedGroup entered =
          group == null
              ? groups.computeIfAbsent(groupId, id -> new WatchedGroup(id, name, told))
              : group;
      if (entered.places().put(guest.key(), role) == null) {
        guest.groups().add(entered);
        places++;
      }
    } else if (group != null && group.places().containsKey(userKey)) {
      guest.groups().remove(group);
      unlink(group, guest);
    }
  }

  /** The group, if an attached user is in it. */
  @Nullable WatchedGroup group(String groupId) {
    return groups.get(groupId);
  }

  /** The attached users whose place in the group is as asked for. */
  List<String> users(String groupId, Predicate<Role> role) {
    WatchedGroup group = groups.get(groupId);
    return group == null
        ? List.of()
        : group.places().entrySet().stream()
            .filter(entry -> role.test(entry.getValue()))
            .map(Map.Entry::getKey)
            .toList();
  }

  /** Whether an attached user is known to have a place in the group. */
  boolean has(String groupId, String userKey) {
    WatchedGroup group = groups.get(groupId);
    return group != null && group.places().containsKey(userKey);
  }

  boolean isAttached(String userKey) {
    return users.containsKey(userKey);
  }

  /** In how many groups an attached user is known to have a place. */
  int placesOf(String userKey) {
    Guest guest = users.get(userKey);
    return guest == null ? 0 : guest.groups().size();
  }

  /** For how many more places there is room; negative when there are too many. */
  int room() {
    return capacity - places;
  }

  /** The ids of the groups with an attached user in them. */
  Collection<String> groupIds() {
    return Collections.unmodifiableSet(groups.keySet());
  }

  /** The attached users, by key. */
  Collection<String> userKeys() {
    return Collections.unmodifiableSet(users.keySet());
  }

  boolean isEmpty() {
    return users.isEmpty();
  }

  private void unlink(WatchedGroup group, Guest guest) {
    group.places().remove(guest.key());
    places--;
    if (group.places().isEmpty()) {
      groups.remove(group.id());
    }
  }
}
