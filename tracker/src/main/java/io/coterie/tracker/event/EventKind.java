package io.coterie.tracker.event;

/** What kind of thing happened; stored by name, and named as in the proto. */
public enum EventKind {
  GROUP_CREATED,
  JOIN_REQUESTED,
  JOIN_ACCEPTED,
  JOIN_REJECTED,
  LEFT,
  REMOVED,
  OWNER_CHANGED,
  FILE_SHARED,
  FILE_UNSHARED,
  FILE_REMOVED,
  FILE_FETCHED,
  LOGGED_IN
}
