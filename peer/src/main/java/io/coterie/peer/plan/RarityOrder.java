package io.coterie.peer.plan;

import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/**
 * The pieces that may be asked for, by how many sources hold them. One array holds them, cut into a
 * stretch for each number of holders; a piece moves to the next stretch by one exchange at the
 * border, and comes or goes by one at each border above it. Choosing one for a source that holds
 * all does not depend on how many there are. libtorrent keeps its pieces so ("Writing a fast piece
 * picker", 2011). Not thread-safe.
 */
final class RarityOrder {
  private final RandomGenerator random;
  private final int[] holders;

  /** Those in the order, then the others. */
  private final int[] pieces;

  /** Where each piece is among {@link #pieces}. */
  private final int[] places;

  /** Where the stretch of each number of holders begins; and last, where the order ends. */
  private int[] begins = new int[2];

  /** Begins with all pieces outside the order, held by nobody. */
  RarityOrder(int pieceCount, RandomGenerator random) {
    this.random = random;
    holders = new int[pieceCount];
    pieces = new int[pieceCount];
    places = new int[pieceCount];
    for (int place = 0; place < pieceCount; place++) {
      int other = random.nextInt(place + 1);
      pieces[place] = pieces[other];
      pieces[other] = place;
    }
    for (int place = 0; place < pieceCount; place++) {
      places[pieces[place]] = place;
    }
  }

  /** How many sources hold a piece, whether it is in the order or not. */
  int holders(int piece) {
    return holders[piece];
  }

  boolean contains(int piece) {
    return places[piece] < end();
  }

  /** Whether a piece is in the order that somebody holds. */
  boolean isAnyHeld() {
    return begins[1] < end();
  }

  /** Takes a piece into the order. Has no effect when it is there. */
  void add(int piece) {
    if (contains(piece)) {
      return;
    }
    exchange(piece, end());
    begins[begins.length - 1]++;
    for (int above = begins.length - 2; above > holders[piece]; above--) {
      exchange(piece, begins[above]);
      begins[above]++;
    }
  }

  /** Takes a piece out of the order. Has no effect when it is not there. */
  void remove(int piece) {
    if (contains(piece)) {
      for (int above = holders[piece] + 1; above < begins.length; above++) {
        begins[above]--;
        exchange(piece, begins[above]);
      }
    }
  }

  /** One source more holds a piece. */
  void gain(int piece) {
    int above = ++holders[piece];
    if (above == begins.length - 1) {
      begins = Arrays.copyOf(begins, begins.length + 1);
      begins[above + 1] = begins[above];
    }
    if (contains(piece)) {
      begins[above]--;
      exchange(piece, begins[above]);
    }
  }

  /** One source less holds a piece. */
  void lose(int piece) {
    int stretch = holders[piece]--;
    if (contains(piece)) {
      exchange(piece, begins[stretch]);
      begins[stretch]++;
    }
  }

  /** One of the rarest pieces in the order that are also in this set; -1 when there is none. */
  int rarest(BitSet held) {
    int piece = -1;
    for (int stretch = 1; piece < 0 && stretch < begins.length - 1; stretch++) {
      piece = someOf(held, begins[stretch], begins[stretch + 1]);
    }
    return piece;
  }

  /** Some piece in the order that is also in this set; -1 when there is none. */
  int any(BitSet held) {
    return someOf(held, begins[1], end());
  }

  /** The first from a place at random, so that peers that hear the same choose differently. */
  private int someOf(BitSet held, int begin, int end) {
    if (begin == end) {
      return -1;
    }
    int start = random.nextInt(begin, end);
    int piece = first(held, start, end);
    return piece >= 0 ? piece : first(held, begin, start);
  }

  private int first(BitSet held, int from, int to) {
    for (int place = from; place < to; place++) {
      if (held.get(pieces[place])) {
        return pieces[place];
      }
    }
    return -1;
  }

  private int end() {
    return begins[begins.length - 1];
  }

  private void exchange(int piece, int place) {
    int other = pieces[place];
    pieces[places[piece]] = other;
    places[other] = places[piece];
    pieces[place] = piece;
    places[piece] = place;
  }
}
