package io.coterie.peer.serve;

import io.coterie.peer.limit.RateLimit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Who is sent to at a time: a few requesters, and the others wait in turn. So a piece is soon whole
 * and can be had of who got it, where it would take as many times longer as there are requesters if
 * all were sent to at once. A turn lasts for a piece, as in libtorrent's round-robin choker for
 * seeds, and no longer than the ten seconds of BitTorrent's choking round (BEP 3); who takes next
 * to nothing for a second loses it when others wait. Turns go to users, however many peers and
 * streams they have, which take turns among themselves: a free slot is for the user with the
 * fewest, and of those for the one whose last turn is longest past. So nobody waits longer than ten
 * seconds for every round of those before them. While there is a slot for everybody, nobody waits,
 * and a stream takes the lock only when it begins and when it has nothing to send. Thread-safe;
 * never blocks.
 */
public final class UploadSlots {
  /** How many requesters are sent to at a time: libtorrent's default. */
  public static final int MOST = 8;

  /** Two, however low the limit is, so that one that takes little does not leave it unused. */
  static final int LEAST = 2;

  /** How often is looked after those who hold slots and those who wait for one. */
  static final long SWEEP_SECONDS = 1;

  private static final int TURN_SWEEPS = 10;
  private static final int NOTICE_SWEEPS = 2;

  private final RateLimit limit;
  private final ScheduledExecutorService timers;

  // Guarded by this.
  private final Map<String, Requester> requesters = new HashMap<>();
  private final List<UploadTurn> going = new ArrayList<>();
  private boolean sweeping;
  private long places;

  /** How many streams wait. Changed under the lock. */
  private final AtomicInteger wanting = new AtomicInteger();

  /**
   * Slots for what this limit bounds: fewer of them when it is low.
   *
   * @param timers wakes streams; its tasks do not wait for anything
   */
  public UploadSlots(RateLimit limit, ScheduledExecutorService timers) {
    this.limit = limit;
    this.timers = timers;
  }

  /** How many streams wait for their turn. */
  public int waiting() {
    return wanting.get();
  }

  /** How many slots there are: the rule of the first BitTorrent client, between two and eight. */
  int count() {
    long rate = limit.get();
    double rule = Math.sqrt(0.6 * rate / 1024);
    return rate == 0 ? MOST : (int) Math.max(LEAST, Math.min(MOST, rule));
  }

  /** Asks for a turn; the stream is woken when it comes, unless it comes at once. */
  synchronized void ask(UploadTurn turn) {
    if (turn.state() != UploadTurn.State.RESTS) {
      return;
    }
    enlist(turn);
    grant(turn);
  }

  /** A turn is over, and the stream wants another one. */
  synchronized void passOn(UploadTurn turn) {
    Requester requester = requesters.get(turn.user());
    if (requester != null && requester.isGoing(turn)) {
      free(requester, turn);
      enlist(turn);
      grant(turn);
    } else {
      // A sweep took the slot before this thread came here.
      ask(turn);
    }
  }

  /** The stream has nothing to send, or does not take what is sent. */
  synchronized void rest(UploadTurn turn, UploadTurn.State next) {
    Requester requester = requesters.get(turn.user());
    turn.become(turn.state() == UploadTurn.State.GONE ? UploadTurn.State.GONE : next);
    if (requester == null) {
      return;
    }
    if (requester.isGoing(turn)) {
      free(requester, turn);
    } else if (requester.forget(turn)) {
      wanting.decrementAndGet();
    }
    if (requester.isIdle()) {
      requesters.remove(turn.user());
    }
    grant(turn);
  }

  private void enlist(UploadTurn turn) {
    turn.become(UploadTurn.State.WAITS);
    requesters.computeIfAbsent(turn.user(), user -> new Requester(places++)).want(turn);
    wanting.incrementAndGet();
  }

  private void free(Requester requester, UploadTurn turn) {
    requester.stop(turn, places++);
    going.remove(turn);
  }

  /** Gives free slots to those whose turn it is. */
  private void grant(@Nullable UploadTurn asking) {
    int slots = count();
    while (going.size() < slots) {
      Optional<Requester> next = next();
      if (next.isEmpty()) {
        break;
      }
      UploadTurn turn = next.get().go(places++);
      wanting.decrementAndGet();
      going.add(turn);
      turn.become(UploadTurn.State.GOES);
      if (turn != asking) {
        wake(turn);
      }
    }
    if (wanting.get() > 0 && !sweeping) {
      sweeping = true;
      sweepLater();
    }
  }

  private Optional<Requester> next() {
    return requesters.values().stream()
        .filter(Requester::isWaiting)
        .min(Comparator.comparingInt(Requester::slots).thenComparingLong(Requester::place));
  }

  private synchronized void sweep() {
    for (UploadTurn turn : List.copyOf(going)) {
      if (turn.sweep()) {
        rest(turn, UploadTurn.State.RESTS);
      } else if (turn.sweeps() >= TURN_SWEEPS) {
        turn.expire();
      }
    }
    for (Requester requester : requesters.values()) {
      for (UploadTurn turn : requester.wanting()) {
        turn.sweep();
        if (turn.sweeps() % NOTICE_SWEEPS == 0) {
          turn.notice();
          wake(turn);
        }
      }
    }
    sweeping = wanting.get() > 0;
    grant(null);
    if (sweeping) {
      sweepLater();
    }
  }

  /** Later, and not on this thread, which may be sending for a stream. */
  private void wake(UploadTurn turn) {
    Future<?> unused = timers.schedule(turn::wake, 0, TimeUnit.NANOSECONDS);
  }

  private void sweepLater() {
    Future<?> unused = timers.schedule(this::sweep, SWEEP_SECONDS, TimeUnit.SECONDS);
  }
}
