package io.coterie.shell.testing;

import com.google.protobuf.Timestamp;
import io.coterie.rpc.attempt.PreviousAttempts;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.v1.Event;
import io.coterie.tracker.v1.EventKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What trackers of a deployment know, with the rules that the shell's users see. */
public final class Deployment {
  static final Timestamp TIME = Timestamp.newBuilder().setSeconds(1_767_225_600L).build();

  final Map<String, String> passwords = new LinkedHashMap<>();
  final Map<String, GroupState> groups = new LinkedHashMap<>();
  final Map<String, String> sessions = new LinkedHashMap<>();
  private final List<String> requestIds = new ArrayList<>();
  private final List<Integer> previousAttempts = new ArrayList<>();
  private int failures;

  /** A group. */
  static final class GroupState {
    final String name;
    final Set<String> members = new LinkedHashSet<>();
    final Set<String> pending = new LinkedHashSet<>();
    final Map<String, FileState> files = new LinkedHashMap<>();
    final List<Event> events = new ArrayList<>();
    String owner;

    GroupState(String name, String owner) {
      this.name = name;
      this.owner = owner;
      members.add(owner);
    }

    void requireOwner(String user) {
      if (!owner.equals(user)) {
        throw refusal(ErrorReason.ERROR_REASON_NOT_OWNER, "only " + owner + " may do this");
      }
    }

    void requireMember(String user) {
      if (!members.contains(user)) {
        throw refusal(ErrorReason.ERROR_REASON_NOT_MEMBER, "you are no member of " + name);
      }
    }

    void happened(EventKind kind, String actor, String subject) {
      Event event =
          Event.newBuilder()
              .setTime(TIME)
              .setKind(kind)
              .setActor(actor)
              .setSubject(subject)
              .build();
      events.add(0, event);
    }
  }

  /** A file of a group. */
  static final class FileState {
    final String publisher;
    final long size;
    final Set<String> sources = new LinkedHashSet<>();

    FileState(String publisher, long size) {
      this.publisher = publisher;
      this.size = size;
      sources.add(publisher);
    }
  }

  /** Makes the next calls that reach a tracker fail as if none could be reached. */
  public synchronized void failNext(int calls) {
    failures = calls;
  }

  /** The ids of the requests that came, failed ones included. */
  public synchronized List<String> requestIds() {
    return List.copyOf(requestIds);
  }

  /** How many attempts came before each of these requests, as their senders said. */
  public synchronized List<Integer> previousAttempts() {
    return List.copyOf(previousAttempts);
  }

  /** Shares a file as another user's shell would. */
  public synchronized void share(String group, String user, String file, long size) {
    group(group).files.put(file, new FileState(user, size));
  }

  /** Makes a group, whatever its name. */
  public synchronized void create(String group, String owner) {
    groups.put(group, new GroupState(group, owner));
  }

  /** Makes a user a member. */
  public synchronized void admit(String group, String user) {
    group(group).members.add(user);
  }

  /** Every call begins here. */
  synchronized void enter(@Nullable String requestId) {
    if (requestId != null) {
      requestIds.add(requestId);
      previousAttempts.add(PreviousAttempts.count());
    }
    if (failures > 0) {
      failures--;
      throw refusal(
          ErrorReason.ERROR_REASON_NO_TRACKER,
          "no tracker answered: 127.0.0.1:7401 (connection refused), 127.0.0.1:7402 (timed out)");
    }
  }

  GroupState group(String name) {
    GroupState group = groups.get(name);
    if (group == null) {
      throw refusal(ErrorReason.ERROR_REASON_GROUP_NOT_FOUND, "there is no group " + name);
    }
    return group;
  }

  FileState file(GroupState group, String name) {
    FileState file = group.files.get(name);
    if (file == null) {
      throw refusal(ErrorReason.ERROR_REASON_FILE_NOT_FOUND, group.name + " has no file " + name);
    }
    return file;
  }

  synchronized String login(String user, String password) {
    enter(null);
    if (!password.equals(passwords.get(user))) {
      throw refusal(
          ErrorReason.ERROR_REASON_CREDENTIALS_WRONG, "the user name or the password is wrong");
    }
    String token = "session-" + user + "-" + sessions.size();
    sessions.put(token, user);
    return token;
  }

  boolean online(String user) {
    return sessions.containsValue(user);
  }

  static Refusal refusal(ErrorReason reason, String message) {
    return new Refusal(reason, message);
  }

  /** A page of {@code all}: two elements, so that every longer list comes in several pages. */
  static <T> List<T> page(List<T> all, String token) {
    int from = token.isEmpty() ? 0 : Integer.parseInt(token);
    return all.subList(from, Math.min(all.size(), from + 2));
  }

  /** The token of the page after that of {@code token}. */
  static String next(List<?> all, String token) {
    int end = (token.isEmpty() ? 0 : Integer.parseInt(token)) + 2;
    return end < all.size() ? Integer.toString(end) : "";
  }
}
