package io.coterie.tracker.presence;

import io.coterie.tracker.group.Role;
import java.util.HashMap;
import java.util.Map;

/**
 * A group in which attached users have a place, one object however many they are. Confined to the
 * thread of its {@link Roster}.
 */
final class WatchedGroup {

  private final String id;
  private final String name;

  /** By user key; sized for the many groups with one or two attached users. */
  private final Map<String, Role> places = new HashMap<>(2);

  private long told;
  private long news;

  /**
   * A group with nobody in it as yet.
   *
   * @param told the version up to which its users know it
   */
  WatchedGroup(String id, String name, long told) {
    this.id = id;
    this.name = name;
    this.told = told;
    news = told;
  }

  String id() {
    return id;
  }

  String name() {
    return name;
  }

  /** The attached users with their places, to be changed by the roster only. */
  Map<String, Role> places() {
    return places;
  }

  /** The version up to which its users have been told of it. */
  long told() {
    return told;
  }

  /** Notes up to which version its users have been told. */
  void tell(long version) {
    told = version;
  }

  /** Up to which version its users heard of files and requests, also in a telling that failed. */
  long news() {
    return news;
  }

  /** Notes up to which version its users heard of files and requests. */
  void tellNews(long version) {
    news = Math.max(news, version);
  }
}
