package io.coterie.peer.plan;

import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Decides which piece to ask of which source, as BitTorrent does (B. Cohen, "Incentives Build
 * Robustness in BitTorrent", 2003): the first few pieces at random, then the rarest first with ties
 * broken at random. A source for which nothing is left takes pieces over from one that would
 * deliver them later: those not begun instead of it, and in the endgame, when everything has been
 * asked of somebody, one that is begun beside it. So a slow source does not hold the last pieces,
 * and what comes twice is at most the begun piece of a source much slower than another.
 * Deterministic for a given random generator and clock. Not thread-safe.
 *
 * @param <S> names a source
 */
public final class PiecePicker<S> {
  /** How many pieces are picked at random before rarity counts. */
  public static final int RANDOM_FIRST = 4;

  /** How many sources may be asked for the same piece at a time. */
  public static final int MAX_ASKED = 2;

  /** By how much sooner a piece must come to be taken over: estimates are rough. */
  private static final double SOONER = 1.25;

  /** How many pieces a source that takes one over has outstanding at most: it is nearly idle. */
  private static final int NEARLY_IDLE = 1;

  /** By how much sooner when it is begun elsewhere, and that part will have come in vain. */
  private static final double SOONER_BEGUN = 2;

  /** What a piece takes at most, in nanoseconds, from a source that has not delivered any. */
  private static final double GUESS = 1e9;

  private final int pieceCount;
  private final LongSupplier nanoTime;
  private final BitSet missing;
  private final RarityOrder unasked;
  private final Map<S, BitSet> held = new LinkedHashMap<>();
  private final Map<S, AskedPieces> asked = new LinkedHashMap<>();
  private int verified;

  /**
   * Plans a file of {@code pieceCount} pieces of which those in {@code have} are there already.
   *
   * @param have is copied
   * @param nanoTime a monotonic clock in nanoseconds, by which sources are compared
   */
  public PiecePicker(int pieceCount, BitSet have, RandomGenerator random, LongSupplier nanoTime) {
    this.pieceCount = pieceCount;
    this.nanoTime = nanoTime;
    missing = new BitSet(pieceCount);
    missing.set(0, pieceCount);
    missing.andNot(have);
    unasked = new RarityOrder(pieceCount, random);
    missing.stream().forEach(unasked::add);
    verified = pieceCount - missing.cardinality();
  }

  /** Learns that a source holds a piece. Further mentions of the same have no effect. */
  public void holds(S source, int piece) {
    BitSet pieces = held.computeIfAbsent(source, key -> new BitSet(pieceCount));
    if (!pieces.get(piece)) {
      pieces.set(piece);
      unasked.gain(piece);
    }
  }

  /** Learns that a source does not hold a piece that was asked of it. */
  public void lacks(S source, int piece) {
    giveBack(source, piece);
    BitSet pieces = held.get(source);
    if (pieces != null && pieces.get(piece)) {
      pieces.clear(piece);
      unasked.lose(piece);
    }
  }

  /** Forgets a source; what was asked of it alone may be asked again. */
  public void left(S source) {
    giveBackAll(source);
    asked.remove(source);
    BitSet pieces = held.remove(source);
    if (pieces != null) {
      pieces.stream().forEach(unasked::lose);
    }
  }

  /**
   * Chooses the next piece for a source among those asked of nobody, and counts it as asked of it.
   *
   * @return empty when the source holds none of them
   */
  public OptionalInt pick(S source) {
    BitSet pieces = held.get(source);
    int piece = pieces == null ? -1 : choose(pieces);
    if (piece < 0) {
      return OptionalInt.empty();
    }
    unasked.remove(piece);
    ask(source, piece);
    return OptionalInt.of(piece);
  }

  /**
   * Chooses a piece for a source among those asked of others: the one that would come last, when
   * this source would deliver it clearly sooner. Counts it as asked of it.
   *
   * @return empty when others do as well
   */
  public Optional<Takeover<S>> takeOver(S source) {
    BitSet pieces = held.get(source);
    if (pieces == null || outstanding(source) > NEARLY_IDLE) {
      return Optional.empty();
    }
    boolean mayDouble = outstanding(source) == 0 && isEndgame();
    long now = nanoTime.getAsLong();
    Optional<Takeover<S>> last = Optional.empty();
    double latest = 0;
    for (Map.Entry<S, AskedPieces> other : asked.entrySet()) {
      AskedPieces theirs = other.getValue();
      double own = ownTime(source, theirs, now);
      int index = 0;
      for (int piece : theirs.pieces()) {
        double arrival = theirs.untilArrival(index, now);
        boolean begun = index == 0;
        boolean wanted = pieces.get(piece) && askedOf(piece).size() < MAX_ASKED;
        boolean sooner = own * (begun ? SOONER_BEGUN : SOONER) < arrival;
        if (arrival > latest && sooner && wanted && (mayDouble || !begun)) {
          latest = arrival;
          last = Optional.of(new Takeover<>(piece, other.getKey(), begun));
        }
        index++;
      }
    }
    last.ifPresent(
        takeover -> {
          ask(source, takeover.piece());
          if (!takeover.begun()) {
            giveBack(takeover.from(), takeover.piece());
          }
        });
    return last;
  }

  /** Takes note that a source has begun to deliver a piece that was asked of it. */
  public void begun(S source, int piece) {
    AskedPieces pieces = asked.get(source);
    if (pieces != null) {
      pieces.begun(piece);
    }
  }

  /** Takes note that a source will not deliver a piece that was asked of it. */
  public void giveBack(S source, int piece) {
    AskedPieces pieces = asked.get(source);
    if (pieces != null
        && pieces.remove(piece, nanoTime.getAsLong())
        && missing.get(piece)
        && askedOf(piece).isEmpty()) {
      unasked.add(piece);
    }
  }

  /** Takes note that a source will deliver nothing of what was asked of it. */
  public void giveBackAll(S source) {
    AskedPieces pieces = asked.get(source);
    if (pieces != null) {
      Set.copyOf(pieces.pieces()).forEach(piece -> giveBack(source, piece));
    }
  }

  /**
   * Takes note that a piece has arrived and is good.
   *
   * @return the other sources that it is still asked of; they need not send it any more
   */
  public Set<S> verified(S source, int piece) {
    if (missing.get(piece)) {
      missing.clear(piece);
      unasked.remove(piece);
      verified++;
    }
    long now = nanoTime.getAsLong();
    AskedPieces pieces = asked.get(source);
    if (pieces != null) {
      pieces.delivered(piece, now);
    }
    Set<S> losers = askedOf(piece);
    losers.forEach(loser -> giveBack(loser, piece));
    return losers;
  }

  /** How many pieces are outstanding at a source. */
  public int outstanding(S source) {
    AskedPieces pieces = asked.get(source);
    return pieces == null ? 0 : pieces.size();
  }

  /** Whether a piece has not arrived yet. */
  public boolean isMissing(int piece) {
    return missing.get(piece);
  }

  /** How many pieces have not arrived yet. */
  public int missing() {
    return pieceCount - verified;
  }

  /** How many of the missing pieces no source holds, as far as known. */
  public int unavailable() {
    return (int) missing.stream().filter(piece -> unasked.holders(piece) == 0).count();
  }

  /** How many pieces a source holds, as far as known. */
  public int heldBy(S source) {
    BitSet pieces = held.get(source);
    return pieces == null ? 0 : pieces.cardinality();
  }

  private int choose(BitSet pieces) {
    return verified < RANDOM_FIRST ? unasked.any(pieces) : unasked.rarest(pieces);
  }

  private void ask(S source, int piece) {
    asked.computeIfAbsent(source, key -> new AskedPieces()).add(piece, nanoTime.getAsLong());
  }

  /** The sources that a piece is asked of. */
  private Set<S> askedOf(int piece) {
    Set<S> sources = new HashSet<>();
    asked.forEach(
        (source, pieces) -> {
          if (pieces.pieces().contains(piece)) {
            sources.add(source);
          }
        });
    return sources;
  }

  /** How long one more piece takes here; one that has not shown it is taken for as good. */
  private double ownTime(S source, AskedPieces other, long now) {
    AskedPieces own = asked.get(source);
    if (own == null || (own.size() == 0 && !own.isMeasured())) {
      return Math.min(GUESS, other.perPiece(now));
    }
    return own.untilArrival(own.size(), now);
  }

  /** Whether every missing piece that somebody holds has been asked of somebody. */
  private boolean isEndgame() {
    return !unasked.isAnyHeld();
  }
}
