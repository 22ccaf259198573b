package io.coterie.tracker.presence;

import io.coterie.tracker.account.AccountRepository;
import io.coterie.tracker.event.EventLog;
import io.coterie.tracker.group.MembershipRepository;
import io.coterie.tracker.store.Transactions;
import java.util.List;

/**
 * Writes what serving peers report into the histories of the groups. A peer's word is taken for
 * what its own user served in groups of which the user is a member; the rest is left out.
 */
public final class DeliveryLog {

  private final Transactions transactions;
  private final MembershipRepository memberships;
  private final AccountRepository accounts;
  private final EventLog events;

  /** Writes to this store. */
  public DeliveryLog(
      Transactions transactions,
      MembershipRepository memberships,
      AccountRepository accounts,
      EventLog events) {
    this.transactions = transactions;
    this.memberships = memberships;
    this.accounts = accounts;
    this.events = events;
  }

  /**
   * Notes what a peer has served. Blocks on the store.
   *
   * @param server the user of the serving peer, by key
   * @throws io.coterie.rpc.error.Refusal STORE_UNAVAILABLE when the store does not answer
   */
  public void add(String server, List<Delivery> deliveries) {
    transactions.<Boolean>write(
        tx -> {
          for (Delivery delivery : deliveries) {
            if (memberships.place(tx, delivery.groupId(), server).role().isMember()
                && accounts.find(tx, delivery.userKey()).isPresent()) {
              events.addFetch(
                  tx,
                  delivery.groupId(),
                  server,
                  delivery.userKey(),
                  delivery.file(),
                  delivery.bytes());
            }
          }
          return true;
        });
  }
}
