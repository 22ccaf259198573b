package io.coterie.peer.testing;

import io.coterie.rpc.auth.SessionCaller;
import io.coterie.tracker.v1.File;
import io.coterie.tracker.v1.Membership;
import io.coterie.tracker.v1.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A group with its members and files. Thread-safe. */
public final class FakeGroup {
  private final String name;
  private final Map<String, Long> members = new ConcurrentHashMap<>();
  private long version;

  final Map<String, File> files = new ConcurrentHashMap<>();
  final Map<String, Set<SessionCaller>> sources = new TreeMap<>();

  FakeGroup(String name) {
    this.name = name;
  }

  /** Names the group for ever. */
  public String id() {
    return "id-of-" + name;
  }

  /** Adds a member. */
  public synchronized FakeGroup add(String user) {
    members.put(user, ++version);
    return this;
  }

  /** Ends a membership; grants below the version returned are void. */
  public synchronized long remove(String user) {
    members.remove(user);
    return ++version;
  }

  /** The users whose peers are sources of a file. */
  public List<String> sources(String file) {
    return FakeFiles.sources(this, file).stream().map(SessionCaller::user).toList();
  }

  boolean isMember(String user) {
    return members.containsKey(user);
  }

  String name() {
    return name;
  }

  long version(String user) {
    return members.getOrDefault(user, 0L);
  }

  /** A user's place as trackers tell it. */
  public synchronized Membership membership(String user) {
    return Membership.newBuilder()
        .setGroup(name)
        .setGroupId(id())
        .setRole(isMember(user) ? Role.ROLE_MEMBER : Role.ROLE_UNSPECIFIED)
        .setVersion(isMember(user) ? version(user) : version)
        .build();
  }
}
