package io.coterie.peer.control;

/** What a notice is about. */
enum NoticeKind {
  /** Somebody asks to join a group of the user's. */
  JOIN_REQUESTED,
  /** The user became a member or an owner. */
  MEMBERSHIP_GAINED,
  /** The user is no member any more, or was turned down. */
  MEMBERSHIP_LOST,
  /** A file is new in a group. */
  FILE_SHARED,
  /** A share was withdrawn. */
  SHARE_WITHDRAWN,
  /** The session has ended. */
  SESSION_ENDED,
  /** No tracker answers. */
  CUT_OFF,
  /** Attached to a tracker again. */
  ATTACHED
}
