package io.coterie.e2e.faults;

import io.coterie.e2e.faults.GroupState.Event;
import io.coterie.tracker.v1.EventKind;
import io.coterie.tracker.v1.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of a group, written down a second time: plays the recorded events of one group, one
 * after another, and tells which of them could not happen and what they must have led to.
 */
final class Replay {

  private final String group;
  private final Map<Change, Integer> applied = new HashMap<>();
  private final Map<String, Role> members = new LinkedHashMap<>();
  private final Set<String> requests = new LinkedHashSet<>();
  private final Map<String, Set<String>> sources = new HashMap<>();
  private final List<String> impossible = new ArrayList<>();
  private Optional<String> ownerWhoLeft = Optional.empty();

  private Replay(String group) {
    this.group = group;
  }

  /** Plays the events of a group, and compares where they lead with what the trackers show. */
  static Replay of(String group, GroupState shown) {
    Replay replay = new Replay(group);
    shown.events().forEach(replay::play);
    replay.ownerWhoLeft.ifPresent(
        user -> replay.impossible.add(group + ": " + user + " left it without an owner"));
    replay.takeBack(shown.requests());
    replay.compare("members", replay.members, shown.members());
    replay.compare(
        "order of members",
        List.copyOf(replay.members.keySet()),
        List.copyOf(shown.members().keySet()));
    replay.compare("requests", replay.requests, shown.requests());
    replay.compare("sources", replay.sources, shown.sources());
    return replay;
  }

  /** How often each change was applied. */
  Map<Change, Integer> applied() {
    return applied;
  }

  /** What contradicts itself: events that could not happen, and a state they do not lead to. */
  List<String> impossible() {
    return impossible;
  }

  private void play(Event event) {
    if (ownerWhoLeft.isPresent() && event.kind() != EventKind.EVENT_KIND_OWNER_CHANGED) {
      impossible.add(group + ": " + ownerWhoLeft.get() + " left it without an owner");
      ownerWhoLeft = Optional.empty();
    }
    boolean possible =
        switch (event.kind()) {
          case EVENT_KIND_GROUP_CREATED -> created(event.actor());
          case EVENT_KIND_JOIN_REQUESTED -> requested(event.actor());
          case EVENT_KIND_JOIN_ACCEPTED -> accepted(event.actor(), event.subject());
          case EVENT_KIND_JOIN_REJECTED -> rejected(event.actor(), event.subject());
          case EVENT_KIND_LEFT -> left(event.actor());
          case EVENT_KIND_REMOVED -> removed(event.actor(), event.subject());
          case EVENT_KIND_OWNER_CHANGED -> ownerChanged(event.actor(), event.subject());
          case EVENT_KIND_FILE_SHARED -> shared(event.actor(), event.file());
          case EVENT_KIND_FILE_UNSHARED -> unshared(event.actor(), event.file());
          default -> true;
        };
    if (!possible) {
      impossible.add(group + ": could not happen: " + event);
    }
  }

  private boolean created(String user) {
    count(Change.of(Action.CREATE, group, user));
    return members.isEmpty() && members.put(user, Role.ROLE_OWNER) == null;
  }

  private boolean requested(String user) {
    count(Change.of(Action.JOIN, group, user));
    if (requests.contains(user)) {
      takenBack(user);
    }
    return !members.containsKey(user) && requests.add(user);
  }

  private boolean accepted(String owner, String user) {
    count(Change.on(Action.ACCEPT, group, owner, user));
    return owns(owner) && requests.remove(user) && members.put(user, Role.ROLE_MEMBER) == null;
  }

  private boolean rejected(String owner, String user) {
    count(Change.on(Action.REJECT, group, owner, user));
    return owns(owner) && requests.remove(user);
  }

  private boolean left(String user) {
    count(Change.of(Action.LEAVE, group, user));
    Role role = end(user);
    if (role == Role.ROLE_OWNER) {
      ownerWhoLeft = Optional.of(user);
    }
    return role != Role.ROLE_UNSPECIFIED;
  }

  private boolean removed(String owner, String user) {
    count(Change.on(Action.REMOVE, group, owner, user));
    return owns(owner) && end(user) == Role.ROLE_MEMBER;
  }

  private boolean ownerChanged(String before, String after) {
    if (ownerWhoLeft.isPresent()) {
      boolean longestStanding =
          members.keySet().stream().findFirst().equals(Optional.of(after))
              && ownerWhoLeft.get().equals(before);
      ownerWhoLeft = Optional.empty();
      return members.replace(after, Role.ROLE_OWNER) == Role.ROLE_MEMBER && longestStanding;
    }
    count(Change.on(Action.TRANSFER, group, before, after));
    return owns(before)
        && members.replace(before, Role.ROLE_MEMBER) != null
        && members.replace(after, Role.ROLE_OWNER) == Role.ROLE_MEMBER;
  }

  private boolean shared(String user, String file) {
    count(Change.file(Action.SHARE, group, user, file));
    return members.containsKey(user)
        && sources.computeIfAbsent(file, any -> new LinkedHashSet<>()).add(user);
  }

  private boolean unshared(String user, String file) {
    count(Change.file(Action.STOP_SHARE, group, user, file));
    return members.containsKey(user) && sources.getOrDefault(file, Set.of()).remove(user);
  }

  private boolean owns(String user) {
    return members.get(user) == Role.ROLE_OWNER;
  }

  private Role end(String user) {
    sources.values().forEach(users -> users.remove(user));
    Role role = members.remove(user);
    return role == null ? Role.ROLE_UNSPECIFIED : role;
  }

  /** Taking a request back leaves no event, only its trace: the request is not there any more. */
  private void takeBack(Set<String> shown) {
    requests.stream().filter(user -> !shown.contains(user)).toList().forEach(this::takenBack);
  }

  private void takenBack(String user) {
    count(Change.of(Action.LEAVE, group, user));
    requests.remove(user);
  }

  private void count(Change change) {
    applied.merge(change, 1, Integer::sum);
  }

  private void compare(String what, Object replayed, Object shown) {
    if (!replayed.equals(shown)) {
      impossible.add(
          group + ": the events lead to the " + what + " " + replayed + ", shown are " + shown);
    }
  }
}
