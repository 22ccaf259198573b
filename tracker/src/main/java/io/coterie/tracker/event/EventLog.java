package io.coterie.tracker.event;

import io.coterie.tracker.store.Tx;
import java.util.List;

/** Where events are kept, for 90 days or as long as the group. Users are named by their keys. */
public interface EventLog {

  /** Notes what somebody did. */
  void add(Tx tx, String groupId, EventKind kind, String actorKey);

  /** Notes what somebody did to somebody. */
  void add(Tx tx, String groupId, EventKind kind, String actorKey, String subjectKey);

  /** Notes what somebody did with a file. */
  void addFile(Tx tx, String groupId, EventKind kind, String actorKey, String file);

  /**
   * Notes that a user fetched bytes of a file from a peer of the actor's; nothing when the actor is
   * no member, the subject never was one, or the group never had such a file.
   */
  void addFetch(Tx tx, String groupId, String actorKey, String subjectKey, String file, long bytes);

  /** What happened in a group, newest first, before the event with the id. */
  List<Event> list(Tx tx, String groupId, long before, int limit);
}
