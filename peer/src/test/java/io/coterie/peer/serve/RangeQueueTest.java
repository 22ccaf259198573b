package io.coterie.peer.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.peer.content.PieceLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RangeQueueTest {
  private static final PieceLayout LAYOUT = new PieceLayout(1_000_000, 64 << 10);

  private static final PieceLayout FOUR = new PieceLayout(4 << 16, 1 << 16);

  private final RangeQueue queue = new RangeQueue(LAYOUT, new Spread());

  @Test
  void takesBackWhatIsNotOnItsWay() {
    queue.add(
        List.of(
            ReadClient.range(1, 0, 100),
            ReadClient.range(2, 0, 100),
            ReadClient.range(3, 0, 100),
            ReadClient.range(2, 50, 50),
            ReadClient.range(4, 0, 100)));
    Frame begun = queue.take(60).orElseThrow();
    queue.sent(begun);
    Frame underWay = queue.take(30).orElseThrow();

    queue.cancel(List.of(1, 2, 2, -1, 99));
    queue.add(List.of(ReadClient.range(1, 90, 10)));

    assertThat(queue.isWanted(underWay)).isFalse();
    assertThat(drain()).containsExactly("1+90,10", "3+0,60", "3+60,40", "4+0,60", "4+60,40");
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void sendsFirstWhatNobodyWasSent() {
    Spread spread = new Spread();
    RangeQueue one = new RangeQueue(FOUR, spread);
    RangeQueue other = new RangeQueue(FOUR, spread);
    one.add(List.of(ReadClient.range(1, 0, 100), ReadClient.range(2, 0, 60)));
    other.add(List.of(ReadClient.range(1, 0, 60), ReadClient.range(2, 0, 60)));
    other.add(List.of(ReadClient.range(3, 0, 60)));

    one.sent(one.take(60).orElseThrow());
    assertThat(drain(other)).containsExactly("2+0,60", "3+0,60", "1+0,60");
    assertThat(drain(one)).as("what is begun goes on").containsExactly("1+60,40", "2+0,60");

    one.add(List.of(ReadClient.range(3, 0, 60), ReadClient.range(0, 0, 60)));
    assertThat(drain(one)).as("the last of a round").containsExactly("0+0,60", "3+0,60");
    other.add(List.of(ReadClient.range(3, 60, 60), ReadClient.range(0, 0, 60)));
    assertThat(drain(other)).as("another round").containsExactly("0+0,60", "3+60,60");
  }

  private List<String> drain() {
    return drain(queue);
  }

  private static List<String> drain(RangeQueue queue) {
    List<String> frames = new ArrayList<>();
    for (Optional<Frame> next = queue.take(60); next.isPresent(); next = queue.take(60)) {
      Frame frame = next.get();
      queue.sent(frame);
      frames.add(frame.piece() + "+" + frame.offset() + "," + frame.length());
    }
    return frames;
  }
}
