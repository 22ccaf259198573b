package io.coterie.peer.serve;

import io.coterie.rpc.tls.PeerId;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One stream's place among the {@link UploadSlots}. Its frames are sent by one thread at a time,
 * which alone calls what has to do with sending; {@link #leave} may be called by any.
 */
final class UploadTurn {
  /** What the stream does. Changed under the lock of the slots. */
  enum State {
    /** It has nothing to send, or what it sent is not taken. */
    RESTS,
    /** It has something to send when its turn comes. */
    WAITS,
    /** It is its turn. */
    GOES,
    /** It is over. */
    GONE
  }

  /** How much a stream takes at least from one sweep to the next, in bytes; less is nothing. */
  static final long LEAST_TAKEN = 16 << 10;

  private final UploadSlots slots;
  private final String user;
  private final PeerId peer;
  private final int quantum;
  private final Runnable wake;

  private volatile State state = State.RESTS;
  private volatile boolean expired;
  private volatile boolean noticeDue;
  private volatile boolean limited;
  private final AtomicLong taken = new AtomicLong();

  // Of the thread that sends.
  private long bytes;
  private boolean done;

  // Guarded by the slots.
  private long seen;
  private int sweeps;

  /**
   * A stream that has nothing to send yet.
   *
   * @param user to whom it goes
   * @param peer to which of its peers
   * @param quantum how many bytes a turn has at most: those of a piece
   * @param wake called when its turn comes, or a notice is due
   */
  UploadTurn(UploadSlots slots, String user, PeerId peer, int quantum, Runnable wake) {
    this.slots = slots;
    this.user = user;
    this.peer = peer;
    this.quantum = quantum;
    this.wake = wake;
  }

  String user() {
    return user;
  }

  PeerId peer() {
    return peer;
  }

  State state() {
    return state;
  }

  /** Whether the next frame may be sent; if not, the stream is woken when it may. */
  boolean mayGo() {
    State now = state;
    if (now == State.GOES) {
      if (!(done || expired) || slots.waiting() == 0) {
        done = false;
        return true;
      }
      slots.passOn(this);
    } else if (now == State.RESTS) {
      slots.ask(this);
    }
    done = false;
    return state == State.GOES;
  }

  /**
   * A frame was sent.
   *
   * @param last whether it was the last of a piece
   */
  void sent(int length, boolean last) {
    bytes += length;
    if (last || bytes >= quantum) {
      done = true;
      bytes = 0;
    }
    taken.addAndGet(length);
  }

  /** Whether the limit makes the stream wait, so that it is not its fault that it takes nothing. */
  void limited(boolean now) {
    limited = now;
  }

  /** Whether the other side is to be told that the stream waits; says so once. */
  boolean takeNotice() {
    boolean due = noticeDue;
    noticeDue = false;
    return due;
  }

  /** There is nothing to send. */
  void rest() {
    if (state != State.RESTS) {
      slots.rest(this, State.RESTS);
    }
  }

  /** The stream is over. */
  void leave() {
    slots.rest(this, State.GONE);
  }

  // What follows is called under the lock of the slots.

  void become(State next) {
    state = next;
    expired = false;
    noticeDue = false;
    seen = taken.get() - LEAST_TAKEN;
    sweeps = 0;
  }

  /** How many sweeps it has been in its state. */
  int sweeps() {
    return sweeps;
  }

  /** Whether it has taken next to nothing since the last sweep. */
  boolean sweep() {
    long now = taken.get();
    boolean idle = now - seen < LEAST_TAKEN && !limited;
    seen = now;
    sweeps++;
    return idle;
  }

  void expire() {
    expired = true;
  }

  void notice() {
    noticeDue = true;
  }

  void wake() {
    wake.run();
  }
}
