package io.coterie.peer.control;

import io.coterie.peer.download.TransferSnapshot;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one watcher has not been told yet. Of each transfer it keeps the latest state only and gives
 * it out at most once in {@link #INTERVAL}; of the notices it keeps the latest {@link
 * #MAX_NOTICES}. So it stays small however slow the watcher is, and no last state is lost. Not
 * thread-safe.
 */
final class EventQueue {
  /** The least time between two states of one transfer. */
  static final Duration INTERVAL = Duration.ofMillis(250);

  /** The greatest number of notices that wait. */
  static final int MAX_NOTICES = 1000;

  private final Deque<Notice> notices = new ArrayDeque<>();
  private final Map<String, TransferSnapshot> changed = new LinkedHashMap<>();
  private final Map<String, Long> lastTold = new HashMap<>();

  void add(Notice notice) {
    if (notices.size() == MAX_NOTICES) {
      notices.removeFirst();
    }
    notices.addLast(notice);
  }

  void add(TransferSnapshot transfer) {
    changed.put(transfer.id(), transfer);
  }

  /**
   * Takes what is to be told next, notices first.
   *
   * @param now in nanoseconds, as of {@link System#nanoTime()}
   */
  Optional<PeerEvent> poll(long now) {
    Notice notice = notices.pollFirst();
    if (notice != null) {
      return Optional.of(new PeerEvent.Noticed(notice));
    }
    Iterator<TransferSnapshot> waiting = changed.values().iterator();
    while (waiting.hasNext()) {
      TransferSnapshot transfer = waiting.next();
      if (wait(transfer.id(), now) <= 0) {
        waiting.remove();
        if (transfer.state().isFinal()) {
          lastTold.remove(transfer.id());
        } else {
          lastTold.put(transfer.id(), now);
        }
        return Optional.of(new PeerEvent.TransferChanged(transfer));
      }
    }
    return Optional.empty();
  }

  /** In how many nanoseconds {@link #poll} has something to give; empty when nothing waits. */
  OptionalLong nextIn(long now) {
    return notices.isEmpty()
        ? changed.keySet().stream().mapToLong(id -> Math.max(0, wait(id, now))).min()
        : OptionalLong.of(0);
  }

  private long wait(String id, long now) {
    Long last = lastTold.get(id);
    return last == null ? 0 : INTERVAL.toNanos() - (now - last);
  }
}
