package io.coterie.peer.serve;

import io.coterie.peer.wire.PieceFrame;
import java.util.concurrent.TimeUnit;

/**
 * How long the frames of one stream may be: what its client takes in a quarter of a second, and at
 * most twice the one before. A client sees a frame when all of it has come, so on a slow link it
 * soon knows which piece is on its way, and little comes of one that it takes back. Used by one
 * thread at a time.
 */
final class FramePace {
  /** The shortest, and the first. */
  static final int LEAST = 64 << 10;

  private static final double PERIOD = TimeUnit.MILLISECONDS.toNanos(250);

  private int length = LEAST / 2;
  private long sentAt;

  /** A stream that begins now, in nanoseconds of the clock that all methods go by. */
  FramePace(long now) {
    sentAt = now;
  }

  /** How many bytes the next frame may have. */
  int next(long now) {
    double taken = length * PERIOD / Math.max(1, now - sentAt);
    double most = Math.min(PieceFrame.MAX_DATA, 2.0 * length);
    return Math.max(LEAST, (int) Math.min(taken, most) / LEAST * LEAST);
  }

  /** A frame of this length is being sent. */
  void sent(int bytes, long now) {
    length = bytes;
    sentAt = now;
  }
}
