package io.coterie.tracker.file;

import io.coterie.rpc.auth.SessionCaller;
import io.coterie.tracker.group.GroupRepository;
import io.coterie.tracker.group.MembershipRepository;
import io.coterie.tracker.store.Transactions;
import io.coterie.tracker.store.Tx;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings what the store believes a peer to hold in line with what the peer says. Usually that is
 * the same, as the peer only moved to another tracker; then nothing is written.
 */
public final class Announcements {

  private final Transactions transactions;
  private final GroupRepository groups;
  private final MembershipRepository memberships;
  private final SourceRepository sources;

  public Announcements(
      Transactions transactions,
      GroupRepository groups,
      MembershipRepository memberships,
      SourceRepository sources) {
    this.transactions = transactions;
    this.groups = groups;
    this.memberships = memberships;
    this.sources = sources;
  }

  /**
   * Makes the caller's peer a source of what it announces, as far as the user is a member there and
   * the entry has that content, and of nothing else. Runs its own transactions; the change is made
   * in one.
   *
   * @throws java.util.NoSuchElementException when the session has no peer
   */
  public void apply(SessionCaller caller, Collection<Announced> announced) {
    String userKey = caller.userKey();
    String peerId = caller.peer().orElseThrow().peerId().value();
    Set<Announced> added = new HashSet<>(announced);
    Set<Announced> gone = new HashSet<>();
    for (Announced held : transactions.lookUp(tx -> sources.heldBy(tx, userKey, peerId))) {
      if (!added.remove(held)) {
        gone.add(held);
      }
    }
    if (added.isEmpty() && gone.isEmpty()) {
      return;
    }
    transactions.write(
        tx -> {
          lock(tx, groupsOf(added, gone));
          gone.forEach(file -> sources.remove(tx, file.holding(), userKey, peerId));
          Set<String> memberOf = new HashSet<>(memberships.groupsOf(tx, userKey));
          added.stream()
              .filter(file -> memberOf.contains(file.groupId()))
              .forEach(file -> sources.addAnnounced(tx, file, userKey, peerId));
          return Boolean.TRUE;
        });
  }

  private static Set<String> groupsOf(Set<Announced> added, Set<Announced> gone) {
    Set<String> groupIds = added.stream().map(Announced::groupId).collect(Collectors.toSet());
    gone.forEach(file -> groupIds.add(file.groupId()));
    return groupIds;
  }

  private void lock(Tx tx, Set<String> groupIds) {
    for (String groupId : groupIds.stream().sorted().toList()) {
      groups.lockById(tx, groupId);
      tx.groupChanged(groupId);
    }
  }
}
