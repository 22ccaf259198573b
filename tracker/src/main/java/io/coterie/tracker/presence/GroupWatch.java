package io.coterie.tracker.presence;

import io.coterie.tracker.group.Role;
import io.coterie.tracker.presence.GroupChange.FileChange;
import io.coterie.tracker.presence.GroupChange.MemberChange;
import io.coterie.tracker.presence.PeerEvent.FileRemoved;
import io.coterie.tracker.presence.PeerEvent.FileShared;
import io.coterie.tracker.presence.PeerEvent.JoinRequested;
import io.coterie.tracker.presence.PeerEvent.Membership;
import io.coterie.tracker.presence.PeerEvent.Revocation;
import io.coterie.tracker.presence.PeerEvent.Snapshot;
import io.coterie.tracker.store.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns changes of groups, whoever made them, into events for the attached peers. It compares the
 * groups' versions with those it saw last and reads the rows that are newer, so that a look which
 * comes late, or twice, tells the same in the end. Confined to one thread.
 */
final class GroupWatch {

  /** How far back a snapshot tells of revocations: longer than the life of a grant. */
  static final Duration REVOCATION_WINDOW = Duration.ofMinutes(6);

  private final Transactions transactions;
  private final GroupViewRepository groups;
  private final Attachments attachments;
  private final String deploymentId;
  private final String trackerId;

  private final Roster roster = new Roster();
  private final Map<String, Long> seen = new HashMap<>();

  GroupWatch(
      Transactions transactions,
      GroupViewRepository groups,
      Attachments attachments,
      String deploymentId,
      String trackerId) {
    this.transactions = transactions;
    this.groups = groups;
    this.attachments = attachments;
    this.deploymentId = deploymentId;
    this.trackerId = trackerId;
  }

  /** Tells a peer the state, of which it from now on hears the changes. */
  void admit(Attachment attachment) {
    if (roster.isEmpty()) {
      seen.clear();
      seen.putAll(transactions.read(groups::versions));
    }
    String userKey = attachment.peer().userKey();
    Snapshot snapshot =
        transactions.read(
            tx ->
                new Snapshot(
                    deploymentId,
                    trackerId,
                    tx.now(),
                    groups.memberships(tx, userKey),
                    groups.revocations(tx, userKey, tx.now().minus(REVOCATION_WINDOW))));
    roster.enter(userKey);
    for (Membership place : snapshot.memberships()) {
      roster.set(place.groupId(), place.group(), userKey, place.role());
    }
    attachment.stream().tell(snapshot);
  }

  /** Forgets a user of whom no stream is left. */
  void forget(String userKey) {
    if (attachments.of(userKey).isEmpty()) {
      roster.leave(userKey);
    }
  }

  /** Looks at all groups. */
  void look() {
    if (roster.isEmpty()) {
      return;
    }
    Map<String, Long> versions = transactions.read(groups::versions);
    versions.forEach(
        (groupId, version) -> {
          if (version > seen.getOrDefault(groupId, 0L)) {
            lookAt(groupId);
          }
        });
    for (String groupId : roster.groups()) {
      if (!versions.containsKey(groupId)) {
        tellGone(groupId);
      }
    }
    seen.keySet().retainAll(versions.keySet());
  }

  /** Looks at some groups. */
  void look(Collection<String> groupIds) {
    if (!roster.isEmpty()) {
      groupIds.forEach(this::lookAt);
    }
  }

  private void lookAt(String groupId) {
    boolean more;
    do {
      long after = seen.getOrDefault(groupId, 0L);
      Optional<GroupChange> change =
          transactions.read(tx -> groups.changedSince(tx, groupId, after));
      if (change.isEmpty()) {
        tellGone(groupId);
        return;
      }
      tell(groupId, change.get());
      seen.put(groupId, change.get().version());
      more = change.get().more();
    } while (more);
  }

  private void tell(String groupId, GroupChange change) {
    for (MemberChange member : change.members()) {
      roster.set(groupId, change.group(), member.userKey(), member.role());
      tellUser(
          member.userKey(),
          List.of(new Membership(groupId, change.group(), member.role(), member.version())));
    }
    List<PeerEvent> forMembers = new ArrayList<>();
    List<PeerEvent> forOwner = new ArrayList<>();
    for (MemberChange member : change.members()) {
      if (member.revoked()) {
        forMembers.add(new Revocation(groupId, member.user(), member.version()));
      }
      if (member.asked()) {
        forOwner.add(new JoinRequested(change.group(), member.user()));
      }
    }
    for (FileChange file : change.files()) {
      forMembers.add(
          file.removed()
              ? new FileRemoved(groupId, change.group(), file.name())
              : new FileShared(change.group(), file.name(), file.size(), file.publisher()));
    }
    roster.users(groupId, Role::isMember).forEach(userKey -> tellUser(userKey, forMembers));
    roster
        .users(groupId, role -> role == Role.OWNER)
        .forEach(userKey -> tellUser(userKey, forOwner));
  }

  private void tellGone(String groupId) {
    long version = seen.getOrDefault(groupId, 0L) + 1;
    seen.remove(groupId);
    roster
        .names(groupId)
        .forEach(
            (userKey, group) -> {
              roster.set(groupId, group, userKey, Role.NONE);
              tellUser(userKey, List.of(new Membership(groupId, group, Role.NONE, version)));
            });
  }

  private void tellUser(String userKey, List<PeerEvent> events) {
    for (Attachment attachment : attachments.of(userKey)) {
      events.forEach(attachment.stream()::tell);
    }
  }
}
