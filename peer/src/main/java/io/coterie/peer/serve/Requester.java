package io.coterie.peer.serve;

import io.coterie.rpc.tls.PeerId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

/**
 * A user to whom is sent: its peers take turns among themselves, and so do the streams of each. One
 * stream of a peer goes at a time. Guarded by the slots.
 */
final class Requester {
  private final Map<PeerId, UploadTurn> going = new HashMap<>();

  /** What the peers want. They stand in the order in which they are to go. */
  private final Map<PeerId, Queue<UploadTurn>> wanting = new LinkedHashMap<>();

  private long place;

  /**
   * Begins to ask.
   *
   * @param place its place among the users: who has a lower one goes first
   */
  Requester(long place) {
    this.place = place;
  }

  /** The lowest goes first, among those who have as many slots. */
  long place() {
    return place;
  }

  /** How many slots it has. */
  int slots() {
    return going.size();
  }

  boolean isIdle() {
    return going.isEmpty() && wanting.isEmpty();
  }

  boolean isGoing(UploadTurn turn) {
    return going.get(turn.peer()) == turn;
  }

  /** Whether there is a peer that wants a slot and has none. */
  boolean isWaiting() {
    return wanting.keySet().stream().anyMatch(peer -> !going.containsKey(peer));
  }

  /** The streams that want a slot. */
  Iterable<UploadTurn> wanting() {
    return () -> wanting.values().stream().flatMap(Queue::stream).iterator();
  }

  /** A stream wants a slot: it goes after all others of its peer. */
  void want(UploadTurn turn) {
    wanting.computeIfAbsent(turn.peer(), peer -> new ArrayDeque<>()).add(turn);
  }

  /** A stream does not want a slot any more; says whether it did. */
  boolean forget(UploadTurn turn) {
    Queue<UploadTurn> streams = wanting.get(turn.peer());
    if (streams == null || !streams.remove(turn)) {
      return false;
    }
    if (streams.isEmpty()) {
      wanting.remove(turn.peer());
    }
    return true;
  }

  /**
   * Gives a slot to the stream whose turn it is; only when {@link #isWaiting}.
   *
   * @param next its place from now on
   */
  UploadTurn go(long next) {
    place = next;
    Iterator<Queue<UploadTurn>> peers = wanting.values().iterator();
    Queue<UploadTurn> streams = peers.next();
    while (going.containsKey(streams.element().peer())) {
      streams = peers.next();
    }
    peers.remove();
    UploadTurn turn = streams.remove();
    if (!streams.isEmpty()) {
      wanting.put(turn.peer(), streams);
    }
    going.put(turn.peer(), turn);
    return turn;
  }

  /**
   * A stream has its slot no more.
   *
   * @param next its place from now on
   */
  void stop(UploadTurn turn, long next) {
    place = next;
    going.remove(turn.peer(), turn);
  }
}
