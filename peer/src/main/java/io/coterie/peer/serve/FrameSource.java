package io.coterie.peer.serve;

import com.google.protobuf.UnsafeByteOperations;
import io.coterie.peer.store.HeldContent;
import io.coterie.peer.v1.ReadPiecesResponse;
import io.coterie.rpc.flow.OutboundPump;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one ReadPieces stream, read from disk when they are about to be sent: never more
 * than one is in memory. When the rate limit says to wait, there is no frame until a timer wakes
 * the stream. Asked by one thread at a time.
 */
final class FrameSource implements OutboundPump.Source<ReadPiecesResponse> {
  /** How many bytes of content a frame has at most. */
  static final int FRAME_SIZE = 256 << 10;

  private final RangeQueue ranges;
  private final HeldReader reader;
  private final String user;
  private final ServeContext context;
  private final Runnable wake;

  private volatile boolean waiting;
  private Optional<Frame> paid = Optional.empty();

  /**
   * Sends what is in the queue.
   *
   * @param user to whom
   * @param wake called by a timer when there is a frame after a wait
   */
  FrameSource(
      RangeQueue ranges, HeldReader reader, String user, ServeContext context, Runnable wake) {
    this.ranges = ranges;
    this.reader = reader;
    this.user = user;
    this.context = context;
    this.wake = wake;
  }

  @Override
  public @Nullable ReadPiecesResponse next() {
    while (!waiting) {
      Optional<Frame> next =
          paid.isPresent() ? paid : ranges.take(context.limit().turn(FRAME_SIZE));
      if (next.isEmpty()) {
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
        return notHeld(frame);
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

  private boolean mustWait(Frame frame) {
    long nanos = context.limit().take(frame.length());
    if (nanos > 0) {
      paid = Optional.of(frame);
      waiting = true;
      Future<?> unused = context.timers().schedule(this::goOn, nanos, TimeUnit.NANOSECONDS);
    }
    return nanos > 0;
  }

  private void goOn() {
    waiting = false;
    wake.run();
  }

  private @Nullable ReadPiecesResponse read(HeldContent content, Frame frame) {
    byte[] data = new byte[frame.length()];
    if (!reader.read(content, frame.piece(), frame.offset(), ByteBuffer.wrap(data))) {
      return null;
    }
    ranges.sent(frame);
    context.uploads().sent(content, user, data.length);
    return ReadPiecesResponse.newBuilder()
        .setPiece(frame.piece())
        .setOffset(frame.offset())
        .setData(UnsafeByteOperations.unsafeWrap(data))
        .build();
  }

  private static ReadPiecesResponse notHeld(Frame frame) {
    return ReadPiecesResponse.newBuilder()
        .setPiece(frame.piece())
        .setOffset(frame.offset())
        .setNotHeld(true)
        .build();
  }
}
