package io.coterie.tracker.file;

import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.flow.ByteBudget;
import io.coterie.tracker.group.GroupRepository;
import io.coterie.tracker.group.MembershipRepository;
import io.coterie.tracker.store.Transactions;
import io.coterie.tracker.store.Tx;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Brings what the store believes peers to hold in line with what they say. Usually that is the
 * same, as a peer only moved to another tracker; then nothing is written. However much a peer
 * holds, it is read and changed some hundred files at a time. Thread-safe.
 */
public final class Announcements {

  /** How many files are read, and how many changed, in one transaction. */
  static final int AT_A_TIME = 500;

  /**
   * Bytes that the lists of all announcements in the making may take: 1,500,000 files, an eighth of
   * the smallest heap.
   */
  private static final long LIST_BYTES = 24L * 1024 * 1024;

  private final Transactions transactions;
  private final GroupRepository groups;
  private final MembershipRepository memberships;
  private final SourceRepository sources;
  private final ByteBudget lists;

  /** Announcements to this store. */
  public Announcements(
      Transactions transactions,
      GroupRepository groups,
      MembershipRepository memberships,
      SourceRepository sources) {
    this(transactions, groups, memberships, sources, new ByteBudget(LIST_BYTES));
  }

  Announcements(
      Transactions transactions,
      GroupRepository groups,
      MembershipRepository memberships,
      SourceRepository sources,
      ByteBudget lists) {
    this.transactions = transactions;
    this.groups = groups;
    this.memberships = memberships;
    this.sources = sources;
    this.lists = lists;
  }

  /**
   * An announcement of the caller's peer, to be closed.
   *
   * @throws java.util.NoSuchElementException when the session has no peer
   */
  public Inventory begin(SessionCaller caller) {
    return new Inventory(
        this, new Holder(caller.userKey(), caller.peer().orElseThrow().peerId().value()), lists);
  }

  /** Reads what a peer is a source of, page by page. */
  void read(Holder holder, Consumer<List<Announced>> reader) {
    Optional<Holding> last = Optional.empty();
    List<Announced> page;
    do {
      Optional<Holding> after = last;
      page = transactions.lookUp(tx -> sources.heldBy(tx, holder, after, AT_A_TIME));
      reader.accept(page);
      last = page.isEmpty() ? last : Optional.of(page.get(page.size() - 1).holding());
    } while (page.size() == AT_A_TIME);
  }

  /** Makes a peer a source of files, as far as its user may be. */
  void add(Holder holder, List<Announced> files) {
    for (int from = 0; from < files.size(); from += AT_A_TIME) {
      List<Announced> some = files.subList(from, Math.min(files.size(), from + AT_A_TIME));
      transactions.<Boolean>write(
          tx -> {
            lock(tx, holder, some);
            some.forEach(file -> sources.addAnnounced(tx, file, holder));
            return true;
          });
    }
  }

  /** Takes a peer out as a source of at most {@link #AT_A_TIME} files. */
  void remove(Holder holder, Collection<Announced> files) {
    transactions.<Boolean>write(
        tx -> {
          lock(tx, holder, files);
          files.forEach(
              file -> sources.remove(tx, file.holding(), holder.userKey(), holder.peerId()));
          return true;
        });
  }

  /** In one order, so that two do not wait for each other; nobody holds up a group of others. */
  private void lock(Tx tx, Holder holder, Collection<Announced> files) {
    Set<String> groupIds =
        files.stream().map(Announced::groupId).collect(Collectors.toCollection(TreeSet::new));
    for (String groupId : groupIds) {
      if (memberships.place(tx, groupId, holder.userKey()).role().isMember()) {
        groups.lockById(tx, groupId);
        tx.groupChanged(groupId);
      }
    }
  }
}
