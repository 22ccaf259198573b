package io.coterie.tracker.presence;

import io.coterie.tracker.group.Role;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * In which groups the attached users are, as they were last told. Confined to the thread of its
 * owner.
 */
final class Roster {

  private final Map<String, Map<String, Place>> placesByGroup = new HashMap<>();

  /** What a user was told of one group. */
  private record Place(String group, Role role) {}

  private final Map<String, Set<String>> groupsByUser = new HashMap<>();

  /** Notes a user as attached, as yet in no group. */
  void enter(String userKey) {
    groupsByUser.computeIfAbsent(userKey, key -> new HashSet<>());
  }

  /** Forgets a user who is not attached any more. */
  void leave(String userKey) {
    Set<String> groups = groupsByUser.remove(userKey);
    if (groups != null) {
      groups.forEach(groupId -> unlink(groupId, userKey));
    }
  }

  /** Notes an attached user's place in a group; other users are ignored. */
  void set(String groupId, String group, String userKey, Role role) {
    Set<String> groups = groupsByUser.get(userKey);
    if (groups == null) {
      return;
    }
    if (role == Role.NONE) {
      groups.remove(groupId);
      unlink(groupId, userKey);
    } else {
      groups.add(groupId);
      placesByGroup
          .computeIfAbsent(groupId, id -> new HashMap<>())
          .put(userKey, new Place(group, role));
    }
  }

  /** The attached users whose place in the group is as asked for. */
  List<String> users(String groupId, Predicate<Role> role) {
    return placesByGroup.getOrDefault(groupId, Map.of()).entrySet().stream()
        .filter(entry -> role.test(entry.getValue().role()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The attached users in a group, with the name by which they know it. */
  Map<String, String> names(String groupId) {
    return placesByGroup.getOrDefault(groupId, Map.of()).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().group()));
  }

  /** The groups with an attached user in them. */
  Collection<String> groups() {
    return Set.copyOf(placesByGroup.keySet());
  }

  boolean isEmpty() {
    return groupsByUser.isEmpty();
  }

  private void unlink(String groupId, String userKey) {
    Map<String, Place> places = placesByGroup.get(groupId);
    if (places != null) {
      places.remove(userKey);
      if (places.isEmpty()) {
        placesByGroup.remove(groupId);
      }
    }
  }
}
