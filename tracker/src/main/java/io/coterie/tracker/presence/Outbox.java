package io.coterie.tracker.presence;

import io.coterie.tracker.presence.PeerEvent.FileShared;
import io.coterie.tracker.presence.PeerEvent.JoinRequested;
import io.coterie.tracker.presence.PeerEvent.Snapshot;
import io.coterie.tracker.presence.PeerEvent.Tick;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What one peer has still to be told, bounded so that a peer which does not read costs little and
 * holds up nobody. The state comes first, and until its last part only ticks beside it. Ticks take
 * no room: a newer one replaces the one that waits. News of files and of requests to join, which a
 * peer can look up, are left out when the box is filling. Any thread may call.
 */
public final class Outbox {
  /** How many events may wait. */
  public static final int CAPACITY = 1024;

  /** How many events may wait before mere news is left out. */
  public static final int NEWS_CAPACITY = 256;

  private final ArrayDeque<PeerEvent> waiting = new ArrayDeque<>(4);
  private @Nullable Snapshot state;
  private @Nullable Tick tick;
  private boolean begun;

  /**
   * Adds an event.
   *
   * @return false when the box is full and the event, which matters, is lost
   */
  public synchronized boolean offer(PeerEvent event) {
    if (event instanceof Tick newest) {
      tick = newest;
      return true;
    }
    if (event instanceof Snapshot given) {
      state = given;
      return true;
    }
    if (waiting.size() >= NEWS_CAPACITY
        && (event instanceof FileShared || event instanceof JoinRequested)) {
      return true;
    }
    if (waiting.size() >= CAPACITY) {
      return false;
    }
    waiting.add(event);
    return true;
  }

  /**
   * Takes the next event: the state, then those that wait in their order, then the tick; null when
   * there is none now.
   */
  public synchronized @Nullable PeerEvent poll() {
    PeerEvent next = begun ? waiting.poll() : takeState();
    if (next == null) {
      next = tick;
      tick = null;
    }
    return next;
  }

  private @Nullable Snapshot takeState() {
    Snapshot given = state;
    state = null;
    begun = given != null && !given.more();
    return given;
  }
}
