package io.coterie.tracker.presence;

import io.coterie.tracker.store.Transactions;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Compares the roster with the store whatever the clocks say, a part at a time: finds what was
 * committed later, or under an earlier time, than looks at recent changes reach. It asks for the
 * versions of the groups that are watched, and in how many groups the attached users have a place.
 * Confined to one thread.
 */
final class Sweep {

  /** Ids in one query. */
  private static final int AT_A_TIME = 100;

  private final Transactions transactions;
  private final GroupViewRepository groups;
  private final Roster roster;
  private final GroupNews news;
  private final Round groupIds;
  private final Round userKeys;

  Sweep(Transactions transactions, GroupViewRepository groups, Roster roster, GroupNews news) {
    this.transactions = transactions;
    this.groups = groups;
    this.roster = roster;
    this.news = news;
    groupIds = new Round(roster::groupIds);
    userKeys = new Round(roster::userKeys);
  }

  /** Compares one part of {@link Round#PARTS}. */
  void some() {
    inQueries(groupIds.next(), this::compareGroups);
    inQueries(userKeys.next(), this::compareUsers);
  }

  /** Compares everything. */
  void all() {
    groupIds.begin();
    while (!groupIds.isOver()) {
      inQueries(groupIds.next(), this::compareGroups);
    }
    userKeys.begin();
    while (!userKeys.isOver()) {
      inQueries(userKeys.next(), this::compareUsers);
    }
  }

  private void compareGroups(Collection<String> some) {
    Map<String, Long> versions = transactions.lookUp(tx -> groups.versions(tx, some));
    for (String groupId : some) {
      WatchedGroup group = roster.group(groupId);
      Long version = versions.get(groupId);
      if (group != null && (version == null || version != group.told())) {
        news.tell(groupId);
      }
    }
  }

  private void compareUsers(Collection<String> some) {
    Map<String, Integer> places = transactions.lookUp(tx -> groups.places(tx, some));
    for (String userKey : some) {
      if (roster.isAttached(userKey)
          && places.getOrDefault(userKey, 0) > roster.placesOf(userKey)) {
        tellOfPlaces(userKey);
      }
    }
  }

  private void tellOfPlaces(String userKey) {
    int limit = roster.placesOf(userKey) + Math.max(0, roster.room()) + 1;
    for (KnownPlace place : transactions.lookUp(tx -> groups.memberships(tx, userKey, limit))) {
      String groupId = place.membership().groupId();
      if (!roster.has(groupId, userKey)) {
        news.tellOfPlace(groupId, place.begunVersion());
      }
    }
  }

  private static void inQueries(List<String> ids, Consumer<Collection<String>> query) {
    for (int from = 0; from < ids.size(); from += AT_A_TIME) {
      query.accept(ids.subList(from, Math.min(ids.size(), from + AT_A_TIME)));
    }
  }
}
