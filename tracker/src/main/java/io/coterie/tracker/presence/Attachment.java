package io.coterie.tracker.presence;

import io.coterie.tracker.presence.PeerEvent.Snapshot;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One attach stream from its first message to its end. Any thread may call.
 *
 * <p>A stream may end at any moment, also while it is being entered. Whoever enters it first puts
 * it where it is found and then marks it; when the mark is refused the stream has ended meanwhile,
 * and what was entered is taken back.
 */
public final class Attachment {

  private enum State {
    ARRIVING,
    ATTACHED,
    GONE
  }

  private final String id;
  private final AttachedPeer peer;
  private final PeerStream stream;
  private final AtomicReference<State> state = new AtomicReference<>(State.ARRIVING);

  /** Confined to the ticker's thread. */
  private int ticks;

  /** Confined to the watcher's thread. */
  private @Nullable StateParts untold;

  Attachment(String id, AttachedPeer peer, PeerStream stream) {
    this.id = id;
    this.peer = peer;
    this.stream = stream;
  }

  /** Names the stream among all streams of all trackers. */
  String id() {
    return id;
  }

  AttachedPeer peer() {
    return peer;
  }

  PeerStream stream() {
    return stream;
  }

  /** Counts a tick and returns how many there were; on the ticker's thread only. */
  int countTick() {
    return ++ticks;
  }

  /** Tells the first part of a state; on the watcher's thread only. */
  void tell(StateParts parts) {
    Snapshot part = parts.next();
    untold = part.more() ? parts : null;
    stream.tell(part);
  }

  /** Tells the next part of the state, if there is one; on the watcher's thread only. */
  void goOn() {
    if (untold != null && !isGone()) {
      tell(untold);
    }
  }

  /** Marks it as entered; false when it has ended. */
  boolean markAttached() {
    return state.compareAndSet(State.ARRIVING, State.ATTACHED);
  }

  /** Marks it as ended; true for the first who says so. */
  boolean markGone() {
    return state.getAndSet(State.GONE) != State.GONE;
  }

  /** Whether it has been neither entered nor ended. */
  boolean isArriving() {
    return state.get() == State.ARRIVING;
  }

  boolean isGone() {
    return state.get() == State.GONE;
  }

  @Override
  public String toString() {
    return "Attachment[" + id + "]";
  }
}
