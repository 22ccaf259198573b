package io.coterie.peer.control;

import io.coterie.peer.tracker.TrackerNews;

/**
 * Something the user should read.
 *
 * @param group the group's name, or empty
 * @param file the file's name, or empty
 * @param user the user's name, or empty
 * @param text the sentence to show
 */
record Notice(NoticeKind kind, String group, String file, String user, String text) {

  static Notice of(TrackerNews.JoinRequested news) {
    return new Notice(
        NoticeKind.JOIN_REQUESTED,
        news.group(),
        "",
        news.user(),
        news.user() + " asks to join " + news.group());
  }

  static Notice of(TrackerNews.MembershipGained news) {
    String text =
        news.owner() ? "you own " + news.group() + " now" : "you are a member of " + news.group();
    return new Notice(NoticeKind.MEMBERSHIP_GAINED, news.group(), "", "", text);
  }

  static Notice of(TrackerNews.MembershipLost news) {
    String text =
        news.wasMember()
            ? "you are no member of " + news.group() + " any more"
            : "your request to join " + news.group() + " is no longer pending";
    return new Notice(NoticeKind.MEMBERSHIP_LOST, news.group(), "", "", text);
  }

  static Notice of(TrackerNews.FileShared news) {
    return new Notice(
        NoticeKind.FILE_SHARED,
        news.group(),
        news.name(),
        news.publisher(),
        news.publisher() + " shares " + news.name() + " in " + news.group());
  }

  static Notice of(TrackerNews.CutOff news) {
    return new Notice(
        NoticeKind.CUT_OFF,
        "",
        "",
        "",
        "no tracker answers, transfers go on as long as they can: " + news.why());
  }

  static Notice of(TrackerNews.AttachedAgain news) {
    return new Notice(
        NoticeKind.ATTACHED, "", "", "", "connected to tracker " + news.tracker() + " again");
  }

  static Notice of(TrackerNews.SessionEnded news) {
    return new Notice(NoticeKind.SESSION_ENDED, "", "", "", "you are logged out: " + news.why());
  }

  static Notice withdrawn(String text) {
    return new Notice(NoticeKind.SHARE_WITHDRAWN, "", "", "", text);
  }

  static Notice withdrawn(String group, String file, String why) {
    return new Notice(
        NoticeKind.SHARE_WITHDRAWN,
        group,
        file,
        "",
        file + " is not shared in " + group + " any more: " + why);
  }
}
