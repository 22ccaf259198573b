package io.coterie.peer.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.peer.content.PieceLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RangeQueueTest {
  private static final PieceLayout LAYOUT = new PieceLayout(1_000_000, 64 << 10);

  private final RangeQueue queue = new RangeQueue();

  @Test
  void takesBackWhatIsNotOnItsWay() {
    queue.add(
        List.of(
            ReadClient.range(1, 0, 100),
            ReadClient.range(2, 0, 100),
            ReadClient.range(3, 0, 100),
            ReadClient.range(2, 50, 50),
            ReadClient.range(4, 0, 100)),
        LAYOUT);
    Frame begun = queue.take(60).orElseThrow();
    queue.sent(begun);
    Frame underWay = queue.take(30).orElseThrow();

    queue.cancel(List.of(1, 2, 2, -1, 99));
    queue.add(List.of(ReadClient.range(1, 90, 10)), LAYOUT);

    assertThat(queue.isWanted(underWay)).isFalse();
    assertThat(drain()).containsExactly("3+0,60", "3+60,40", "4+0,60", "4+60,40", "1+90,10");
    assertThat(queue.isEmpty()).isTrue();
  }

  private List<String> drain() {
    List<String> frames = new ArrayList<>();
    for (Optional<Frame> next = queue.take(60); next.isPresent(); next = queue.take(60)) {
      Frame frame = next.get();
      queue.sent(frame);
      frames.add(frame.piece() + "+" + frame.offset() + "," + frame.length());
    }
    return frames;
  }
}
