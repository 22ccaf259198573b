package io.coterie.e2e.faults;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the clients believe of one group, so that most of what they ask for is possible. It may be
 * wrong, and nothing is checked against it. Thread-safe.
 */
final class Circle {

  private final String name;
  private final String founder;
  private final Set<String> members = ConcurrentHashMap.newKeySet();
  private final Set<String> requests = ConcurrentHashMap.newKeySet();

  /** The users that have asked to share each file, with whether they still do. */
  private final Map<String, Map<String, Boolean>> files = new ConcurrentHashMap<>();

  private volatile String owner;

  /** The founder stays a member, so that the group stays. */
  Circle(String name, String founder) {
    this.name = name;
    this.founder = founder;
    this.owner = founder;
    members.add(founder);
  }

  String name() {
    return name;
  }

  boolean isFounder(String user) {
    return founder.equals(user);
  }

  boolean isOwner(String user) {
    return owner.equals(user);
  }

  boolean isMember(String user) {
    return members.contains(user);
  }

  boolean isAsking(String user) {
    return requests.contains(user);
  }

  Optional<String> somebodyAsking(Random random) {
    return any(requests, random);
  }

  Optional<String> memberBeside(String user, Random random) {
    return any(members.stream().filter(other -> !other.equals(user)).toList(), random);
  }

  Optional<String> fileNeverSharedBy(String user, Random random) {
    return any(
        files.keySet().stream().filter(file -> !sharers(file).containsKey(user)).toList(), random);
  }

  Optional<String> fileSharedBy(String user, Random random) {
    return any(
        files.keySet().stream().filter(file -> sharers(file).getOrDefault(user, false)).toList(),
        random);
  }

  /** One share of a file by one user in all the run: its change is unlike any other. */
  boolean claimShare(String file, String user) {
    return sharers(file).putIfAbsent(user, false) == null;
  }

  /** A change was acknowledged. */
  void follow(Change change) {
    switch (change.action()) {
      case CREATE -> {}
      case JOIN -> requests.add(change.actor());
      case ACCEPT -> {
        requests.remove(change.subject());
        members.add(change.subject());
      }
      case REJECT -> requests.remove(change.subject());
      case REMOVE -> gone(change.subject());
      case LEAVE -> gone(change.actor());
      case TRANSFER -> owner = change.subject();
      case SHARE -> sharers(change.file()).put(change.actor(), true);
      case STOP_SHARE -> sharers(change.file()).put(change.actor(), false);
    }
  }

  /** An owner has left, and the tracker names the next one. */
  void ownedBy(String user) {
    owner = user;
  }

  private Map<String, Boolean> sharers(String file) {
    return files.computeIfAbsent(file, any -> new ConcurrentHashMap<>());
  }

  private void gone(String user) {
    members.remove(user);
    requests.remove(user);
    files.values().forEach(users -> users.replace(user, false));
  }

  private static Optional<String> any(Collection<String> all, Random random) {
    List<String> list = List.copyOf(all);
    return list.isEmpty() ? Optional.empty() : Optional.of(list.get(random.nextInt(list.size())));
  }
}
