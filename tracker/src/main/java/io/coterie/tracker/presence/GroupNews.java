package io.coterie.tracker.presence;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.group.Role;
import io.coterie.tracker.presence.GroupChange.FileChange;
import io.coterie.tracker.presence.GroupChange.MemberChange;
import io.coterie.tracker.presence.PeerEvent.FileRemoved;
import io.coterie.tracker.presence.PeerEvent.FileShared;
import io.coterie.tracker.presence.PeerEvent.JoinRequested;
import io.coterie.tracker.presence.PeerEvent.Membership;
import io.coterie.tracker.presence.PeerEvent.Revocation;
import io.coterie.tracker.store.Transactions;
import io.coterie.tracker.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what is new in one group and tells it to those attached users whom it concerns. Confined to
 * one thread.
 */
final class GroupNews {

  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final Duration MISSED_RETRY = Duration.ofSeconds(1);

  private final Transactions transactions;
  private final GroupViewRepository groups;
  private final Attachments attachments;
  private final Roster roster;

  GroupNews(
      Transactions transactions,
      GroupViewRepository groups,
      Attachments attachments,
      Roster roster) {
    this.transactions = transactions;
    this.groups = groups;
    this.attachments = attachments;
    this.roster = roster;
  }

  /** Tells what its users have not been told of a group; nothing when no attached user is in it. */
  void tell(String groupId) {
    WatchedGroup group = roster.group(groupId);
    if (group != null) {
      tellSince(groupId, group.told());
    }
  }

  /**
   * Tells of a place that began and that the roster does not know: from its beginning on, if nobody
   * else here is in the group, and else what its users have not been told.
   */
  void tellOfPlace(String groupId, long begunVersion) {
    WatchedGroup group = roster.group(groupId);
    long before = begunVersion - 1;
    tellSince(groupId, group == null ? before : Math.min(before, group.told()));
  }

  /**
   * Tells it in parts. A membership comes with its latest change, which may be in a later part than
   * what was revoked; so all is judged from where the first part begins, and counts as told when
   * the last was, as a part told again after a failure does no harm; only what becomes notices,
   * files and requests, is left out of such a part.
   */
  private void tellSince(String groupId, long told) {
    long after = told;
    Set<String> newcomers = new HashSet<>();
    boolean more;
    do {
      long from = after;
      Optional<GroupChange> change =
          transactions.read(tx -> groups.changedSince(tx, groupId, from));
      if (change.isEmpty()) {
        tellGone(groupId);
        return;
      }
      enter(groupId, told, from, change.get());
      tell(groupId, told, change.get());
      change.get().members().stream()
          .filter(member -> member.isMemberSince(told))
          .map(MemberChange::userKey)
          .filter(userKey -> roster.has(groupId, userKey))
          .forEach(newcomers::add);
      after = change.get().version();
      more = change.get().more();
    } while (more);
    tellRevoked(groupId, newcomers);
    WatchedGroup group = roster.group(groupId);
    if (group != null) {
      group.tell(after);
    }
  }

  /**
   * Whether files and requests of a part have not been told in a telling from there that failed.
   */
  private boolean isNews(String groupId, long told, long version) {
    WatchedGroup group = roster.group(groupId);
    return group == null || told != group.told() || version > group.news();
  }

  /**
   * Who becomes a member, and then serves, hears what was revoked before, as others did then or in
   * an earlier part; a revocation heard twice does no harm.
   */
  private void tellRevoked(String groupId, Set<String> newcomers) {
    if (newcomers.isEmpty()) {
      return;
    }
    Instant since = transactions.lookUp(Tx::now).minus(GroupWatch.REVOCATION_WINDOW);
    Optional<Revoked> last = Optional.empty();
    List<Revoked> page;
    do {
      Optional<Revoked> after = last;
      page =
          transactions.lookUp(
              tx -> groups.revocationsIn(tx, groupId, since, after, GroupWatch.PAGE));
      List<Revocation> revocations = page.stream().map(Revoked::revocation).toList();
      newcomers.forEach(userKey -> tellUser(userKey, revocations));
      last = page.isEmpty() ? last : Optional.of(page.get(page.size() - 1));
    } while (page.size() == GroupWatch.PAGE);
  }

  private void tell(String groupId, long told, GroupChange change) {
    for (MemberChange member : change.members()) {
      tellUser(
          member.userKey(),
          List.of(new Membership(groupId, change.group(), member.role(), member.version())));
    }
    List<PeerEvent> forMembers = new ArrayList<>();
    List<PeerEvent> forOwner = new ArrayList<>();
    boolean isNews = isNews(groupId, told, change.version());
    for (MemberChange member : change.members()) {
      if (member.isRevokedSince(told)) {
        forMembers.add(new Revocation(groupId, member.user(), member.version()));
      }
      if (isNews && member.isAskedSince(told)) {
        forOwner.add(new JoinRequested(change.group(), member.user()));
      }
    }
    if (isNews) {
      change.files().stream().map(file -> eventOf(groupId, change, file)).forEach(forMembers::add);
    }
    roster.users(groupId, Role::isMember).forEach(userKey -> tellUser(userKey, forMembers));
    roster
        .users(groupId, role -> role == Role.OWNER)
        .forEach(userKey -> tellUser(userKey, forOwner));
    WatchedGroup group = roster.group(groupId);
    if (group != null) {
      group.tellNews(change.version());
    }
  }

  private static PeerEvent eventOf(String groupId, GroupChange change, FileChange file) {
    return file.removed()
        ? new FileRemoved(groupId, change.group(), file.name())
        : new FileShared(change.group(), file.name(), file.size(), file.publisher());
  }

  private void enter(String groupId, long told, long from, GroupChange change) {
    for (MemberChange member : change.members()) {
      String userKey = member.userKey();
      boolean wasIn = roster.has(groupId, userKey);
      roster.set(groupId, change.group(), told, userKey, member.role());
      boolean isNew = !wasIn && roster.has(groupId, userKey);
      if (roster.room() < 0) {
        end(userKey, full());
      } else if (isNew && from > told && member.begunVersion() <= from) {
        end(userKey, missed());
      }
    }
  }

  private void end(String userKey, Refusal why) {
    roster.leave(userKey);
    attachments.of(userKey).forEach(attachment -> attachment.stream().end(why));
  }

  private void tellGone(String groupId) {
    WatchedGroup group = roster.group(groupId);
    if (group == null) {
      return;
    }
    Membership none = new Membership(groupId, group.name(), Role.NONE, group.told() + 1);
    for (String userKey : roster.users(groupId, role -> true)) {
      roster.set(groupId, group.name(), none.version(), userKey, Role.NONE);
      tellUser(userKey, List.of(none));
    }
  }

  private void tellUser(String userKey, List<? extends PeerEvent> events) {
    for (Attachment attachment : attachments.of(userKey)) {
      events.forEach(attachment.stream()::tell);
    }
  }

  /** Parts went by before it was known that they concern the user. */
  private static Refusal missed() {
    return new Refusal(
            ErrorReason.ERROR_REASON_OVERLOADED,
            "more has changed in a group than could be told in order; attach again")
        .retryAfter(MISSED_RETRY);
  }

  /** Why nobody more is told of groups here. */
  static Refusal full() {
    return new Refusal(
            ErrorReason.ERROR_REASON_OVERLOADED,
            "the users attached to this tracker are in as many groups as it serves; attach to"
                + " another")
        .retryAfter(RETRY);
  }
}
