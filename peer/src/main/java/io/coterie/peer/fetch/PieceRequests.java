package io.coterie.peer.fetch;

import io.coterie.peer.content.PieceLayout;
import io.coterie.peer.limit.JointLimit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Asks one source for pieces: for each at once while nothing limits what is received, and else
 * range by range, as the limit has room for them. What is not asked for does not come, so that the
 * limit holds on the network too, whatever its windows. Confined to the stream's executor.
 */
final class PieceRequests {
  /**
   * How many turns of the limit may be on their way: two seconds' worth, more than a round trip.
   */
  static final int MAX_TURNS = 16;

  /** Sends a request. */
  interface Wire {
    /** Asks for bytes of a piece. */
    void ask(int piece, int offset, int length);
  }

  private static final class Request {
    int asked;
    int paid;
    int received;
  }

  private final PieceLayout layout;
  private final JointLimit limit;
  private final FetchResources resources;
  private final Executor serial;
  private final Wire wire;
  private final Map<Integer, Request> requests = new LinkedHashMap<>();
  private boolean waiting;

  PieceRequests(
      PieceLayout layout, JointLimit limit, FetchResources resources, Executor serial, Wire wire) {
    this.layout = layout;
    this.limit = limit;
    this.resources = resources;
    this.serial = serial;
    this.wire = wire;
  }

  /** Asks for a piece, after all others. */
  void add(int piece) {
    requests.put(piece, new Request());
    proceed();
  }

  /** Asks for no more of a piece. */
  void remove(int piece) {
    if (requests.remove(piece) != null) {
      proceed();
    }
  }

  /** Asks for nothing more. */
  void clear() {
    requests.clear();
  }

  /**
   * Bytes of a piece have come.
   *
   * @return how many of them the limit has not counted yet
   */
  int received(int piece, int bytes) {
    Request request = requests.get(piece);
    if (request == null) {
      return bytes;
    }
    int paid = Math.min(bytes, request.paid);
    request.paid -= paid;
    request.received += bytes;
    if (request.received >= layout.pieceLength(piece)) {
      requests.remove(piece);
    }
    proceed();
    return bytes - paid;
  }

  /** How many bytes were asked for and have not come. */
  long due() {
    return requests.values().stream()
        .mapToLong(request -> Math.max(0, request.asked - request.received))
        .sum();
  }

  private void proceed() {
    while (!waiting) {
      Optional<Integer> next =
          requests.keySet().stream().filter(piece -> unasked(piece) > 0).findFirst();
      if (next.isEmpty() || isFarAhead()) {
        return;
      }
      ask(next.get());
    }
  }

  private void ask(int piece) {
    Request request = Objects.requireNonNull(requests.get(piece));
    int length = limit.turn(unasked(piece));
    boolean limited = limit.isSet();
    long delay = limit.take(length);
    if (delay == 0) {
      send(piece, request, length, limited);
      return;
    }
    waiting = true;
    resources.schedule(
        serial,
        () -> {
          waiting = false;
          if (requests.get(piece) == request) {
            send(piece, request, length, true);
          }
          proceed();
        },
        delay);
  }

  private void send(int piece, Request request, int length, boolean paid) {
    int offset = request.asked;
    request.asked += length;
    request.paid += paid ? length : 0;
    wire.ask(piece, offset, length);
  }

  private int unasked(int piece) {
    Request request = requests.get(piece);
    return request == null ? 0 : layout.pieceLength(piece) - request.asked;
  }

  private boolean isFarAhead() {
    return limit.isSet() && due() >= (long) MAX_TURNS * limit.turn(Integer.MAX_VALUE);
  }
}
