package io.coterie.tracker.presence;

import io.coterie.rpc.error.Refusal;
import io.coterie.tracker.presence.PeerEvent.Membership;
import io.coterie.tracker.presence.StateParts.State;
import io.coterie.tracker.store.Transactions;
import io.coterie.tracker.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Finds the changes that concern attached peers, whoever made them, and has them told. A look reads
 * what changed since shortly before the last one, however many groups there are; what it cannot see
 * there the {@link Sweep} finds. As every group's version says how much of it was told, a look that
 * comes late, or twice, tells the same in the end. Confined to one thread.
 */
final class GroupWatch {

  /** How far back a snapshot tells of revocations: longer than the life of a grant. */
  static final Duration REVOCATION_WINDOW = Duration.ofMinutes(6);

  /**
   * How far a look reaches back behind the last one: longer than a transaction waits for a row (5
   * s), as it carries the time of its beginning, and than the clocks of trackers may differ.
   */
  static final Duration OVERLAP = Duration.ofSeconds(6);

  /** How far a look at what was hinted at reaches back; the next one reaches further. */
  private static final Duration HINT_REACH = Duration.ofSeconds(1);

  /** Rows read at a time. */
  static final int PAGE = 1000;

  private final Transactions transactions;
  private final GroupViewRepository groups;
  private final String deploymentId;
  private final String trackerId;
  private final Attachments attachments;
  private final Roster roster;
  private final GroupNews news;
  private final Sweep sweep;

  /** When the last look began that told everything, by the store's clock. */
  private Instant lookedAt = Instant.EPOCH;

  /** Whether a look has failed since. */
  private boolean behind;

  GroupWatch(
      Transactions transactions,
      GroupViewRepository groups,
      Attachments attachments,
      String deploymentId,
      String trackerId,
      int places) {
    this.transactions = transactions;
    this.groups = groups;
    this.deploymentId = deploymentId;
    this.trackerId = trackerId;
    this.attachments = attachments;
    roster = new Roster(places);
    news = new GroupNews(transactions, groups, attachments, roster);
    sweep = new Sweep(transactions, groups, roster, news);
  }

  /**
   * Tells a peer the first part of the state, of which it from now on hears the changes.
   *
   * @throws Refusal OVERLOADED when its user is in more groups than there is room for
   */
  void admit(Attachment attachment) {
    String userKey = attachment.peer().userKey();
    int room = Math.max(0, roster.room()) + roster.placesOf(userKey);
    State state = transactions.read(tx -> state(tx, userKey, room));
    if (roster.isEmpty()) {
      lookedAt = state.now();
      behind = false;
    }
    roster.enter(userKey);
    for (KnownPlace known : state.places()) {
      Membership place = known.membership();
      roster.set(place.groupId(), place.group(), known.groupVersion(), userKey, place.role());
    }
    attachment.tell(
        new StateParts(
            deploymentId,
            trackerId,
            state,
            last ->
                transactions.lookUp(tx -> revoked(tx, userKey, state.now(), Optional.of(last)))));
  }

  private State state(Tx tx, String userKey, int room) {
    List<KnownPlace> places = groups.memberships(tx, userKey, room + 1);
    if (places.size() > room) {
      throw GroupNews.full();
    }
    return new State(tx.now(), places, revoked(tx, userKey, tx.now(), Optional.empty()));
  }

  private List<Revoked> revoked(Tx tx, String userKey, Instant now, Optional<Revoked> after) {
    return groups.revocations(tx, userKey, now.minus(REVOCATION_WINDOW), after, StateParts.SIZE);
  }

  /** Forgets a user of whom no stream is left. */
  void forget(String userKey) {
    if (attachments.of(userKey).isEmpty()) {
      roster.leave(userKey);
    }
  }

  /** Looks at all that changed since the last look, and at a part of what did not. */
  void look() {
    if (!roster.isEmpty()) {
      attempt(this::lookAtRecent);
    }
  }

  /** Looks at some groups. */
  void look(Collection<String> groupIds) {
    if (!roster.isEmpty()) {
      attempt(
          () -> {
            groupIds.forEach(news::tell);
            if (groupIds.stream().anyMatch(groupId -> roster.group(groupId) == null)) {
              lookAtBegun(transactions.lookUp(Tx::now).minus(HINT_REACH));
            }
          });
    }
  }

  private void attempt(Runnable look) {
    boolean done = false;
    try {
      look.run();
      done = true;
    } finally {
      behind |= !done;
    }
  }

  private void lookAtRecent() {
    Instant now = transactions.lookUp(Tx::now);
    Instant since = recent(now);
    inPages((tx, after) -> groups.changed(tx, since, after, PAGE), this::compare);
    inPages((tx, after) -> groups.deleted(tx, since, after, PAGE), this::compare);
    lookAtBegun(since);
    if (behind) {
      sweep.all();
    } else {
      sweep.some();
    }
    lookedAt = now;
    behind = false;
  }

  private void compare(ChangedGroup changed) {
    WatchedGroup group = roster.group(changed.groupId());
    if (group != null && !changed.version().equals(OptionalLong.of(group.told()))) {
      news.tell(changed.groupId());
    }
  }

  /** Places in groups that nobody else here is in; the others have been told by then. */
  private void lookAtBegun(Instant since) {
    this.<BegunPlace>inPages(
        (tx, after) -> groups.begun(tx, since, after, PAGE),
        place -> {
          if (roster.isAttached(place.userKey()) && !roster.has(place.groupId(), place.userKey())) {
            news.tellOfPlace(place.groupId(), place.version());
          }
        });
  }

  /** A clock that was put back must not hide what comes after. */
  private Instant recent(Instant now) {
    return (now.isBefore(lookedAt) ? now : lookedAt).minus(OVERLAP);
  }

  /** Reads a list that goes on after its last item, page by page. */
  @FunctionalInterface
  private interface Pages<T> {
    List<T> read(Tx tx, Optional<T> after);
  }

  private <T> void inPages(Pages<T> pages, Consumer<T> use) {
    Optional<T> last = Optional.empty();
    List<T> page;
    do {
      Optional<T> after = last;
      page = transactions.lookUp(tx -> pages.read(tx, after));
      page.forEach(use);
      last = page.isEmpty() ? last : Optional.of(page.get(page.size() - 1));
    } while (page.size() == PAGE);
  }
}
