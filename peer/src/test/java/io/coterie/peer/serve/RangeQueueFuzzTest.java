package io.coterie.peer.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.peer.content.PieceLayout;
import io.coterie.peer.v1.PieceRange;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.testing.Corpus;
import io.coterie.rpc.testing.FuzzInput;
import io.coterie.rpc.v1.ErrorReason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Ranges of any numbers, asked for and taken back at any time, against a plain list of bytes. */
public final class RangeQueueFuzzTest {
  private static final PieceLayout LAYOUT = new PieceLayout((3 << 20) + 5, 1 << 20);

  /** What is still to come of one range. */
  private record Owed(long piece, long next, long end) {}

  private final RangeQueue queue = new RangeQueue(LAYOUT, new Spread());
  private final List<Owed> owed = new ArrayList<>();
  private final Set<Long> spread = new HashSet<>();
  private long begun = -1;

  @Corpus
  void holds(byte[] input) {
    fuzzerTestOneInput(input);
  }

  public static void fuzzerTestOneInput(byte[] input) {
    new RangeQueueFuzzTest().play(new FuzzInput(input));
  }

  private void play(FuzzInput fuzz) {
    while (fuzz.hasMore()) {
      switch (fuzz.below(4)) {
        case 0 -> cancel(fuzz.below(6));
        case 1, 2 -> send(1 + fuzz.below(256) * 4096);
        default -> {
          if (!ask(fuzz)) {
            return;
          }
        }
      }
      assertThat(queue.isEmpty()).isEqualTo(owed.isEmpty());
    }
  }

  /** Returns whether the stream goes on. */
  private boolean ask(FuzzInput fuzz) {
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
      queue.add(asked);
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

  private void send(int most) {
    Owed next = next();
    Frame frame = queue.take(most).orElse(null);
    if (next == null || frame == null) {
      assertThat(frame).isNull();
      assertThat(next).isNull();
      return;
    }
    assertThat(frame.piece()).isEqualTo((int) next.piece());
    assertThat(frame.offset()).isEqualTo((int) next.next());
    assertThat(frame.length()).isEqualTo((int) Math.min(most, next.end() - next.next()));
    assertThat(queue.isWanted(frame)).isTrue();
    queue.sent(frame);
    long sent = next.next() + frame.length();
    if (sent < next.end()) {
      owed.set(owed.indexOf(next), new Owed(next.piece(), sent, next.end()));
    } else {
      owed.remove(next);
    }
    if (next.piece() != begun) {
      begin(next.piece());
    }
  }

  private void begin(long piece) {
    begun = piece;
    spread.add(piece);
    if (spread.size() == LAYOUT.pieceCount()) {
      spread.clear();
    }
  }

  /** The first of the piece that is begun, else of a piece that was not sent, else of all. */
  private @Nullable Owed next() {
    return Stream.<Predicate<Owed>>of(
            range -> range.piece() == begun,
            range -> !spread.contains(range.piece()),
            range -> true)
        .flatMap(kind -> owed.stream().filter(kind).limit(1))
        .findFirst()
        .orElse(null);
  }

  private void cancel(int piece) {
    queue.cancel(List.of(piece));
    owed.removeIf(range -> range.piece() == piece);
  }
}
