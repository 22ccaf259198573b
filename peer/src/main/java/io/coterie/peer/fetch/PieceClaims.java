package io.coterie.peer.fetch;

import io.coterie.rpc.flow.ByteBudget;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;

/**
 * The bytes that one stream has claimed of the process-wide budget, by piece. Confined to the
 * stream's executor.
 */
final class PieceClaims {
  private final ByteBudget budget;
  private final Executor serial;
  private final IntConsumer granted;
  private final Map<Integer, Claim> claims = new HashMap<>();

  /**
   * Claims from a budget.
   *
   * @param granted told on {@code serial} of each piece whose bytes are granted and still wanted
   */
  PieceClaims(ByteBudget budget, Executor serial, IntConsumer granted) {
    this.budget = budget;
    this.serial = serial;
    this.granted = granted;
  }

  /** Claims the bytes of a piece that has no claim yet. */
  void claim(int piece, int bytes) {
    Claim claim = new Claim(piece, bytes);
    claims.put(piece, claim);
    if (budget.acquire(bytes, claim) == ByteBudget.Outcome.GRANTED) {
      claim.take();
    }
  }

  /** Gives back the bytes of a piece, or stops waiting for them. */
  void release(int piece) {
    Claim claim = claims.remove(piece);
    if (claim != null) {
      claim.giveBack();
    }
  }

  /** Gives everything back. */
  void releaseAll() {
    List.copyOf(claims.keySet()).forEach(this::release);
  }

  private final class Claim implements ByteBudget.Waiter {
    private final int piece;
    private final int bytes;
    private boolean taken;

    Claim(int piece, int bytes) {
      this.piece = piece;
      this.bytes = bytes;
    }

    @Override
    public void granted() {
      serial.execute(this::take);
    }

    @Override
    public void closed() {}

    void take() {
      if (claims.get(piece) == this) {
        taken = true;
        granted.accept(piece);
      } else {
        budget.release(bytes);
      }
    }

    void giveBack() {
      if (taken) {
        budget.release(bytes);
      } else {
        // When it is not waiting any more it has been granted, and take() finds it unwanted.
        budget.cancel(this);
      }
    }
  }
}
