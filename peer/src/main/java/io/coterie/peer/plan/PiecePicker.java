package io.coterie.peer.plan;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Decides which piece to ask of which source, as BitTorrent does (B. Cohen, "Incentives Build
 * Robustness in BitTorrent", 2003): the first few pieces at random, then the rarest first with ties
 * broken at random, and an endgame in which an idle source is asked for a piece that is already
 * outstanding elsewhere. A choice looks at every missing piece once. Deterministic for a given
 * random generator. Not thread-safe.
 *
 * @param <S> names a source
 */
public final class PiecePicker<S> {
  /** How many pieces are picked at random before rarity counts. */
  public static final int RANDOM_FIRST = 4;

  /** How many sources may be asked for the same piece at a time. */
  public static final int MAX_ASKED = 2;

  private final int pieceCount;
  private final RandomGenerator random;
  private final BitSet missing;
  private final BitSet unasked;
  private final int[] holders;
  private final Map<S, BitSet> held = new HashMap<>();
  private final Map<Integer, Set<S>> asked = new HashMap<>();
  private int verified;

  /**
   * Plans a file of {@code pieceCount} pieces of which those in {@code have} are there already.
   *
   * @param have is copied
   */
  public PiecePicker(int pieceCount, BitSet have, RandomGenerator random) {
    this.pieceCount = pieceCount;
    this.random = random;
    missing = new BitSet(pieceCount);
    missing.set(0, pieceCount);
    missing.andNot(have);
    unasked = (BitSet) missing.clone();
    holders = new int[pieceCount];
    verified = pieceCount - missing.cardinality();
  }

  /** Learns that a source holds a piece. Further mentions of the same have no effect. */
  public void holds(S source, int piece) {
    BitSet pieces = held.computeIfAbsent(source, key -> new BitSet(pieceCount));
    if (!pieces.get(piece)) {
      pieces.set(piece);
      holders[piece]++;
    }
  }

  /** Learns that a source does not hold a piece that was asked of it. */
  public void lacks(S source, int piece) {
    giveBack(source, piece);
    BitSet pieces = held.get(source);
    if (pieces != null && pieces.get(piece)) {
      pieces.clear(piece);
      holders[piece]--;
    }
  }

  /** Forgets a source; what was asked of it alone may be asked again. */
  public void left(S source) {
    giveBackAll(source);
    BitSet pieces = held.remove(source);
    if (pieces != null) {
      pieces.stream().forEach(piece -> holders[piece]--);
    }
  }

  /**
   * Chooses the next piece for a source and counts it as asked of it.
   *
   * @return empty when the source has nothing that is wanted of it now
   */
  public OptionalInt pick(S source) {
    BitSet pieces = held.get(source);
    if (pieces == null) {
      return OptionalInt.empty();
    }
    int piece = pickUnasked(pieces);
    if (piece < 0 && outstanding(source) == 0 && isEndgame()) {
      piece = pickOutstanding(pieces);
    }
    if (piece < 0) {
      return OptionalInt.empty();
    }
    unasked.clear(piece);
    asked.computeIfAbsent(piece, key -> new HashSet<>()).add(source);
    return OptionalInt.of(piece);
  }

  /** Takes note that a source will not deliver a piece that was asked of it. */
  public void giveBack(S source, int piece) {
    Set<S> sources = asked.get(piece);
    if (sources != null && sources.remove(source) && sources.isEmpty()) {
      asked.remove(piece);
      if (missing.get(piece)) {
        unasked.set(piece);
      }
    }
  }

  /** Takes note that a source will deliver nothing of what was asked of it. */
  public void giveBackAll(S source) {
    Set.copyOf(asked.keySet()).forEach(piece -> giveBack(source, piece));
  }

  /**
   * Takes note that a piece has arrived and is good.
   *
   * @return the other sources that it is still asked of; they need not send it any more
   */
  public Set<S> verified(S source, int piece) {
    if (missing.get(piece)) {
      missing.clear(piece);
      unasked.clear(piece);
      verified++;
    }
    Set<S> losers = asked.remove(piece);
    if (losers == null) {
      return Set.of();
    }
    losers.remove(source);
    return losers;
  }

  /** How many pieces are outstanding at a source. */
  public int outstanding(S source) {
    return (int) asked.values().stream().filter(sources -> sources.contains(source)).count();
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
    return (int) missing.stream().filter(piece -> holders[piece] == 0).count();
  }

  /** How many pieces a source holds, as far as known. */
  public int heldBy(S source) {
    BitSet pieces = held.get(source);
    return pieces == null ? 0 : pieces.cardinality();
  }

  private int pickUnasked(BitSet pieces) {
    boolean byRarity = verified >= RANDOM_FIRST;
    int best = -1;
    int ties = 0;
    for (int i = unasked.nextSetBit(0); i >= 0; i = unasked.nextSetBit(i + 1)) {
      if (!pieces.get(i)) {
        continue;
      }
      if (best >= 0 && byRarity && holders[i] > holders[best]) {
        continue;
      }
      boolean rarer = best < 0 || (byRarity && holders[i] < holders[best]);
      ties = rarer ? 1 : ties + 1;
      // Reservoir sampling: each of n candidates stays with probability 1/n.
      if (rarer || random.nextInt(ties) == 0) {
        best = i;
      }
    }
    return best;
  }

  private int pickOutstanding(BitSet pieces) {
    int best = -1;
    int ties = 0;
    for (Map.Entry<Integer, Set<S>> entry : asked.entrySet()) {
      if (pieces.get(entry.getKey()) && entry.getValue().size() < MAX_ASKED) {
        ties++;
        if (random.nextInt(ties) == 0) {
          best = entry.getKey();
        }
      }
    }
    return best;
  }

  /** Whether every missing piece that somebody holds has been asked of somebody. */
  private boolean isEndgame() {
    return unasked.stream().allMatch(piece -> holders[piece] == 0);
  }
}
