package io.coterie.tracker.presence;

/**
 * Told right after a commit of this tracker what it may have changed, so that attached peers hear
 * of it at once. Hints only hasten: a lost one is made good by the next look at the store. Never
 * blocks, never throws; any thread may call.
 */
public interface ChangeHints {

  /**
   * A group, its membership or its files changed, or the group was deleted.
   *
   * @param groupId the group's id
   */
  void groupChanged(String groupId);

  /**
   * A session ended or was replaced.
   *
   * @param sessionId the session's id
   */
  void sessionEnded(String sessionId);
}
