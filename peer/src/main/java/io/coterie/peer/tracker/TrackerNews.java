package io.coterie.peer.tracker;

/** What a peer hears from its tracker and must act upon or pass on to its user. */
public sealed interface TrackerNews {

  /** Hears news. */
  @FunctionalInterface
  interface Listener {
    /** Called in order, on the thread of the attach stream; must not block. */
    void heard(TrackerNews news);
  }

  /** Somebody asks to join a group that the user owns. */
  record JoinRequested(String group, String user) implements TrackerNews {}

  /** The user became a member, or the owner, of a group. */
  record MembershipGained(String groupId, String group, boolean owner) implements TrackerNews {}

  /** The user is no member of a group any more; a stranger to it who asked was turned down. */
  record MembershipLost(String groupId, String group, boolean wasMember) implements TrackerNews {}

  /** A file is new in a group; {@code size} in bytes. */
  record FileShared(String group, String name, long size, String publisher)
      implements TrackerNews {}

  /** A file's entry was removed from a group. */
  record FileRemoved(String groupId, String group, String name) implements TrackerNews {}

  /** No tracker could be attached to; says why for each. */
  record CutOff(String why) implements TrackerNews {}

  /** The session has ended; the user must log in again. Told once. */
  record SessionEnded(String why) implements TrackerNews {}

  /** Attached to a tracker again after {@link CutOff}. */
  record AttachedAgain(String tracker) implements TrackerNews {}
}
