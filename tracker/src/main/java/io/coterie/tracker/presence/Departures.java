package io.coterie.tracker.presence;

import io.coterie.tracker.store.Transactions;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Takes back what the store says of streams that have ended, many at a time. What could not be
 * taken back waits for the next try. Holds at most one entry for each stream that was attached.
 */
final class Departures {

  private static final int AT_A_TIME = 500;

  private final Transactions transactions;
  private final PresenceRepository presence;
  private final Queue<String> waiting = new ConcurrentLinkedQueue<>();

  Departures(Transactions transactions, PresenceRepository presence) {
    this.transactions = transactions;
    this.presence = presence;
  }

  /** Notes the end of a stream; any thread may call. */
  void add(Attachment attachment) {
    waiting.add(attachment.id());
  }

  /** Writes what waits; blocks, for one thread at a time. */
  void flush() {
    while (!waiting.isEmpty()) {
      List<String> some = new ArrayList<>();
      for (String id = waiting.poll(); id != null; id = waiting.poll()) {
        some.add(id);
        if (some.size() == AT_A_TIME) {
          break;
        }
      }
      try {
        transactions.<Boolean>write(
            tx -> {
              presence.remove(tx, some);
              return true;
            });
      } catch (RuntimeException e) {
        waiting.addAll(some);
        throw e;
      }
    }
  }
}
