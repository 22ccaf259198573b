package io.coterie.e2e.faults;

import io.coterie.tracker.v1.EventKind;
import io.coterie.tracker.v1.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One group as the trackers show it.
 *
 * @param events what happened, oldest first
 * @param members with their roles, longest-standing first
 * @param requests who asks to join
 * @param sources the users that hold each file listed
 */
record GroupState(
    List<Event> events,
    Map<String, Role> members,
    Set<String> requests,
    Map<String, Set<String>> sources) {

  /** One entry of the history that the trackers keep. */
  record Event(EventKind kind, String actor, String subject, String file) {}
}
