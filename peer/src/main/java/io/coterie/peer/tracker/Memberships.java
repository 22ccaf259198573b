package io.coterie.peer.tracker;

import io.coterie.tracker.v1.Membership;
import io.coterie.tracker.v1.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The user's place in each group, as the tracker last told. Changes come out as news by comparing
 * with what was known, so that none is missed while cut off and none is told twice. Thread-safe.
 */
public final class Memberships {
  private final Map<String, Membership> places = new HashMap<>();
  private boolean known;

  /**
   * Takes all places at once.
   *
   * @return what has changed; nothing the first time, when all is new
   */
  synchronized List<TrackerNews> replace(List<Membership> all) {
    List<TrackerNews> news = new ArrayList<>();
    Set<String> present =
        all.stream().map(Membership::getGroupId).collect(Collectors.toUnmodifiableSet());
    for (Membership gone : List.copyOf(places.values())) {
      if (!present.contains(gone.getGroupId())) {
        change(gone.toBuilder().setRole(Role.ROLE_UNSPECIFIED).build()).ifPresent(news::add);
      }
    }
    for (Membership place : all) {
      change(place).ifPresent(news::add);
    }
    boolean first = !known;
    known = true;
    return first ? List.of() : news;
  }

  /** Takes one place; returns what has changed, if anything. Older versions change nothing. */
  synchronized Optional<TrackerNews> apply(Membership place) {
    Membership before = places.get(place.getGroupId());
    return before != null && before.getVersion() > place.getVersion()
        ? Optional.empty()
        : change(place);
  }

  private Optional<TrackerNews> change(Membership place) {
    String groupId = place.getGroupId();
    Membership previous =
        place.getRole() == Role.ROLE_UNSPECIFIED
            ? places.remove(groupId)
            : places.put(groupId, place);
    Role before = previous == null ? Role.ROLE_UNSPECIFIED : previous.getRole();
    if (before == place.getRole()) {
      return Optional.empty();
    }
    if (isMember(place.getRole())) {
      boolean owner = place.getRole() == Role.ROLE_OWNER;
      return owner || !isMember(before)
          ? Optional.of(new TrackerNews.MembershipGained(groupId, place.getGroup(), owner))
          : Optional.empty();
    }
    return before == Role.ROLE_UNSPECIFIED
        ? Optional.empty()
        : Optional.of(new TrackerNews.MembershipLost(groupId, place.getGroup(), isMember(before)));
  }

  /** Whether the user is a member of the group with this id; false until a tracker has told. */
  public synchronized boolean isMember(String groupId) {
    Membership place = places.get(groupId);
    return place != null && isMember(place.getRole());
  }

  private static boolean isMember(Role role) {
    return role == Role.ROLE_MEMBER || role == Role.ROLE_OWNER;
  }
}
