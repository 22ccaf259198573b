package io.coterie.peer.serve;

import io.coterie.peer.content.PieceLayout;
import io.coterie.peer.v1.PieceRange;
import io.coterie.peer.wire.PieceFrame;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client has asked for and not been sent. A piece that is begun goes on; then comes the
 * first that nobody has been sent, or else the first of all. Thread-safe; holds its lock briefly.
 */
final class RangeQueue {
  /** How many ranges may be outstanding. */
  static final int MAX_OUTSTANDING = 64;

  private final PieceLayout layout;
  private final Spread spread;
  private final Queue<Range> ranges = new ArrayDeque<>();

  /** Of which piece was sent last; -1 at first. */
  private int begun = -1;

  RangeQueue(PieceLayout layout, Spread spread) {
    this.layout = layout;
    this.spread = spread;
  }

  /**
   * Adds what is asked for.
   *
   * @throws Refusal RANGE_INVALID, or OVERLOADED if it is too much
   */
  synchronized void add(List<PieceRange> asked) {
    if (ranges.size() + asked.size() > MAX_OUTSTANDING) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_OVERLOADED,
          "at most "
              + MAX_OUTSTANDING
              + " pieces may be outstanding on a stream; wait for some before asking for more");
    }
    asked.forEach(range -> ranges.add(Range.of(range, layout)));
  }

  /** Takes pieces back, in whatever ranges and however often they were asked for. */
  synchronized void cancel(List<Integer> pieces) {
    if (!pieces.isEmpty()) {
      Set<Integer> unwanted = new HashSet<>(pieces);
      ranges.stream().filter(range -> unwanted.contains(range.piece())).forEach(Range::cancel);
      ranges.removeIf(Range::isCancelled);
    }
  }

  /** The next bytes to send; empty when nothing is outstanding. */
  synchronized Optional<Frame> take(int maxLength) {
    Optional<Range> next = ofBegun().or(this::begin);
    next.ifPresent(range -> begun = range.piece());
    return next.map(range -> range.take(maxLength));
  }

  /** Says of something outstanding that it waits; null when nothing is. */
  synchronized @Nullable PieceFrame waiting() {
    Range first = ofBegun().orElseGet(ranges::peek);
    return first == null ? null : PieceFrame.waiting(first.piece(), first.next());
  }

  /** The frame is sent: its range is not outstanding any more if that was all of it. */
  synchronized void sent(Frame frame) {
    if (frame.range().isEmpty()) {
      ranges.remove(frame.range());
    }
  }

  /** Sends nothing more of a range. */
  synchronized void drop(Range range) {
    range.cancel();
    ranges.remove(range);
  }

  /** Whether a frame taken before is still wanted. */
  synchronized boolean isWanted(Frame frame) {
    return !frame.range().isCancelled();
  }

  /** Whether nothing is outstanding. */
  synchronized boolean isEmpty() {
    return ranges.isEmpty();
  }

  private Optional<Range> ofBegun() {
    return ranges.stream().filter(range -> range.piece() == begun).findFirst();
  }

  private Optional<Range> begin() {
    return ranges.stream()
        .filter(range -> spread.isFirst(range.piece(), layout.pieceCount()))
        .findFirst()
        .or(() -> Optional.ofNullable(ranges.peek()));
  }
}
