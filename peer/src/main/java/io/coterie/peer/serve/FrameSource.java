package io.coterie.peer.serve;

import io.coterie.peer.limit.JointLimit;
import io.coterie.peer.store.HeldContent;
import io.coterie.peer.wire.FrameBuffer;
import io.coterie.peer.wire.PieceFrame;
import io.coterie.rpc.flow.OutboundPump;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one ReadPieces stream, read from disk when they are about to be sent: never more
 * than one is in memory. When the rate limit says to wait, there is no frame until a timer wakes
 * the stream. Asked by one thread at a time.
 */
final class FrameSource implements OutboundPump.Source<PieceFrame> {
  private final RangeQueue ranges;
  private final HeldReader reader;
  private final String user;
  private final ServeContext context;
  private final UploadTurn turn;
  private final JointLimit limit;
  private final Runnable wake;

  private final SendAhead ahead;
  private final FramePace pace;
  private volatile boolean waiting;
  private Optional<Frame> paid = Optional.empty();

  /**
   * Sends what is in the queue.
   *
   * @param user to whom
   * @param turn when it may be sent
   * @param wake called by a timer when there is a frame after a wait
   */
  FrameSource(
      RangeQueue ranges,
      HeldReader reader,
      String user,
      UploadTurn turn,
      ServeContext context,
      Runnable wake) {
    this.ranges = ranges;
    this.reader = reader;
    this.user = user;
    this.context = context;
    this.turn = turn;
    limit = context.limits().of(reader.id());
    this.wake = wake;
    this.ahead = new SendAhead(context.ahead());
    this.pace = new FramePace(context.nanoTime().getAsLong());
  }

  /** Called when the stream is ready: what was sent before has been taken. */
  @Override
  public @Nullable PieceFrame next() {
    ahead.taken();
    PieceFrame next = nextFrame();
    if (next == null || !next.data().hasRemaining()) {
      ahead.taken();
    }
    return next;
  }

  private @Nullable PieceFrame nextFrame() {
    while (!waiting) {
      if (paid.isEmpty() && !isOurTurn()) {
        return turn.takeNotice() ? ranges.waiting() : null;
      }
      Optional<Frame> next = paid.isPresent() ? paid : ranges.take(limit.turn(mostBytes()));
      if (next.isEmpty()) {
        turn.rest();
        return null;
      }
      Frame frame = next.get();
      if (!ranges.isWanted(frame)) {
        paid = Optional.empty();
        continue;
      }
      HeldContent content = reader.content();
      if (!content.held().contains(frame.piece())) {
        paid = Optional.empty();
        ranges.drop(frame.range());
        return PieceFrame.notHeld(frame.piece(), frame.offset());
      }
      if (paid.isEmpty() && mustWait(frame)) {
        continue;
      }
      paid = Optional.empty();
      return read(content, frame);
    }
    return null;
  }

  @Override
  public boolean isFinished() {
    return ranges.isEmpty();
  }

  /** The stream is over. Any thread may call. */
  void close() {
    ahead.close();
    turn.leave();
  }

  private boolean isOurTurn() {
    if (turn.state() != UploadTurn.State.GOES && ranges.isEmpty()) {
      turn.rest();
      return false;
    }
    return turn.mayGo();
  }

  private int mostBytes() {
    int most = ahead.next();
    // A limit is shared evenly, by turns of the same length.
    return limit.isSet() ? most : Math.min(most, pace.next(context.nanoTime().getAsLong()));
  }

  private boolean mustWait(Frame frame) {
    long own = limit.takeOwn(frame.length());
    long nanos = Math.max(own, limit.takeShared(frame.length()));
    if (own > 0 && own == nanos) {
      // Others may have the slot while this file waits for itself.
      turn.rest();
    }
    if (nanos > 0) {
      paid = Optional.of(frame);
      waiting = true;
      turn.limited(true);
      Future<?> unused = context.timers().schedule(this::goOn, nanos, TimeUnit.NANOSECONDS);
    }
    return nanos > 0;
  }

  private void goOn() {
    turn.limited(false);
    waiting = false;
    wake.run();
  }

  private @Nullable PieceFrame read(HeldContent content, Frame frame) {
    FrameBuffer buffer = context.frames().lend(frame.length());
    boolean filled = false;
    try {
      filled = reader.read(content, frame.piece(), frame.offset(), buffer.bytes());
    } finally {
      if (!filled) {
        buffer.close();
      }
    }
    if (!filled) {
      return null;
    }
    buffer.bytes().flip();
    ranges.sent(frame);
    pace.sent(frame.length(), context.nanoTime().getAsLong());
    boolean endOfPiece =
        frame.offset() + frame.length() == content.layout().pieceLength(frame.piece());
    turn.sent(frame.length(), endOfPiece);
    context.uploads().sent(content, user, frame.length(), endOfPiece);
    return new PieceFrame(frame.piece(), frame.offset(), false, buffer);
  }
}
