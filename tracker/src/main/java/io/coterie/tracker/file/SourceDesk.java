package io.coterie.tracker.file;

import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.error.Refusal;
import io.coterie.tracker.group.MembershipRepository;
import io.coterie.tracker.store.Freshness;
import io.coterie.tracker.store.Page;
import io.coterie.tracker.store.Transactions;
import java.util.Optional;

/**
 * Tells members who holds a file. Asks the store only for what {@link RecentSources} does not know,
 * by one statement at a time, so it may block. Thread-safe.
 */
public final class SourceDesk {

  private final Transactions transactions;
  private final Files files;
  private final MembershipRepository memberships;
  private final RecentSources recent;

  public SourceDesk(
      Transactions transactions,
      Files files,
      MembershipRepository memberships,
      RecentSources recent) {
    this.transactions = transactions;
    this.files = files;
    this.memberships = memberships;
    this.recent = recent;
  }

  /**
   * Who holds the file. One who is attached or leaves, or whose session runs out, shows within a
   * second, any other change that this tracker makes at once.
   *
   * @throws Refusal GROUP_NOT_FOUND, NOT_MEMBER, FILE_NOT_FOUND
   */
  public Page<Source> list(SessionCaller caller, SourceQuery query) {
    Optional<SourcePage> known = recent.find(query);
    return known.isPresent() && isMember(caller, known.get().groupId())
        ? known.get().sources()
        : read(caller, query);
  }

  private boolean isMember(SessionCaller caller, String groupId) {
    if (recent.isMember(groupId, caller.userKey())) {
      return true;
    }
    Freshness.Moment before = recent.now();
    boolean member =
        transactions.lookUp(
            tx -> memberships.place(tx, groupId, caller.userKey()).role().isMember());
    if (member) {
      recent.keepMember(groupId, caller.userKey(), before);
    }
    return member;
  }

  private Page<Source> read(SessionCaller caller, SourceQuery query) {
    Freshness.Moment before = recent.now();
    SourcePage page = transactions.lookUp(tx -> files.sources(tx, caller, query));
    if (!page.sources().items().isEmpty()) {
      recent.keep(query, page, before);
      recent.keepMember(page.groupId(), caller.userKey(), before);
    }
    return page.sources();
  }
}
