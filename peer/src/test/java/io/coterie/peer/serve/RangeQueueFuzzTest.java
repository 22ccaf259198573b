package io.coterie.peer.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.peer.content.PieceLayout;
import io.coterie.peer.v1.PieceRange;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.testing.Corpus;
import io.coterie.rpc.testing.FuzzInput;
import io.coterie.rpc.v1.ErrorReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Ranges of any numbers, asked for and taken back at any time, against a plain list of bytes. */
public final class RangeQueueFuzzTest {
  private static final PieceLayout LAYOUT = new PieceLayout((3 << 20) + 5, 1 << 20);

  /** What is still to come of one range. */
  private record Owed(long piece, long next, long end) {}

  @Corpus
  void holds(byte[] input) {
    fuzzerTestOneInput(input);
  }

  public static void fuzzerTestOneInput(byte[] input) {
    FuzzInput fuzz = new FuzzInput(input);
    RangeQueue queue = new RangeQueue();
    Deque<Owed> owed = new ArrayDeque<>();
    while (fuzz.hasMore()) {
      switch (fuzz.below(4)) {
        case 0 -> cancel(queue, owed, fuzz.below(6));
        case 1, 2 -> send(queue, owed, 1 + fuzz.below(256) * 4096);
        default -> {
          if (!ask(queue, owed, fuzz)) {
            return;
          }
        }
      }
      assertThat(queue.isEmpty()).isEqualTo(owed.isEmpty());
    }
  }

  /** Returns whether the stream goes on. */
  private static boolean ask(RangeQueue queue, Deque<Owed> owed, FuzzInput fuzz) {
    List<PieceRange> asked = new ArrayList<>();
    for (int count = fuzz.below(70); count > 0; count--) {
      asked.add(
          PieceRange.newBuilder()
              .setPiece(fuzz.below(4) == 3 ? fuzz.integer() : fuzz.below(5))
              .setOffset(fuzz.below(2) == 0 ? 0 : fuzz.integer())
              .setLength(fuzz.below(2) == 0 ? 0 : fuzz.integer())
              .build());
    }
    boolean tooMany = owed.size() + asked.size() > RangeQueue.MAX_OUTSTANDING;
    try {
      queue.add(asked, LAYOUT);
    } catch (Refusal refused) {
      ErrorReason reason =
          tooMany ? ErrorReason.ERROR_REASON_OVERLOADED : ErrorReason.ERROR_REASON_RANGE_INVALID;
      assertThat(refused.reason()).isEqualTo(reason);
      assertThat(tooMany || asked.stream().anyMatch(range -> !exists(range))).isTrue();
      return false;
    }
    assertThat(tooMany).isFalse();
    assertThat(asked).allMatch(RangeQueueFuzzTest::exists);
    for (PieceRange range : asked) {
      long length = Integer.toUnsignedLong(range.getLength());
      long offset = Integer.toUnsignedLong(range.getOffset());
      long end = length == 0 ? LAYOUT.pieceLength(range.getPiece()) : offset + length;
      owed.add(new Owed(range.getPiece(), offset, end));
    }
    return true;
  }

  private static boolean exists(PieceRange range) {
    long piece = Integer.toUnsignedLong(range.getPiece());
    if (piece > 3) {
      return false;
    }
    long pieceLength = piece == 3 ? 5 : 1 << 20;
    long offset = Integer.toUnsignedLong(range.getOffset());
    return offset < pieceLength
        && offset + Integer.toUnsignedLong(range.getLength()) <= pieceLength;
  }

  private static void send(RangeQueue queue, Deque<Owed> owed, int most) {
    Owed head = owed.poll();
    Frame frame = queue.take(most).orElse(null);
    if (head == null || frame == null) {
      assertThat(frame).isNull();
      assertThat(head).isNull();
      return;
    }
    assertThat(frame.piece()).isEqualTo((int) head.piece());
    assertThat(frame.offset()).isEqualTo((int) head.next());
    assertThat(frame.length()).isEqualTo((int) Math.min(most, head.end() - head.next()));
    assertThat(queue.isWanted(frame)).isTrue();
    queue.sent(frame);
    if (frame.offset() + frame.length() < head.end()) {
      owed.addFirst(new Owed(head.piece(), frame.offset() + frame.length(), head.end()));
    }
  }

  private static void cancel(RangeQueue queue, Deque<Owed> owed, int piece) {
    queue.cancel(List.of(piece));
    owed.removeIf(range -> range.piece() == piece);
  }
}
