package io.coterie.peer.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.peer.content.ContentId;
import io.coterie.peer.content.Hash;
import io.coterie.peer.limit.RateLimit;
import io.coterie.peer.wire.FrameBuffers;
import io.coterie.peer.wire.FrameCounts;
import io.coterie.peer.wire.FrameMarshaller;
import io.coterie.rpc.testing.Corpus;
import io.coterie.rpc.testing.FuzzInput;
import io.coterie.rpc.testing.ManualScheduler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What a source says that it holds: pieces that the content has, or the end of the watch. */
public final class PieceMapFuzzTest {
  private static final ContentId CONTENT = new ContentId("g-1", Hash.ZERO);
  private static final Grant GRANT = new Grant("token", "g-1", Instant.EPOCH);
  private static final ManualScheduler TIME = new ManualScheduler();
  private static final FetchResources RESOURCES =
      new FetchResources(
          TIME,
          TIME,
          TIME::nanoTime,
          new RateLimit(TIME::nanoTime),
          new FrameMarshaller(new FrameBuffers(0), new FrameCounts()));

  @Corpus
  void holds(byte[] input) {
    fuzzerTestOneInput(input);
  }

  public static void fuzzerTestOneInput(byte[] input) {
    FuzzInput fuzz = new FuzzInput(input);
    int pieces = fuzz.below(256);
    HostileChannel source = new HostileChannel();
    Told told = new Told(pieces);
    PieceMapWatch watch =
        new PieceMapWatch(source, CONTENT, pieces, GRANT, RESOURCES, Runnable::run, told);
    while (fuzz.hasMore()) {
      source.answer(fuzz.block());
      assertThat(source.isOver()).as("whoever errs is not listened to").isIn(true, told.over());
    }
    source.end();
    watch.close();
  }

  private static final class Told implements PieceMapWatch.Listener {
    private final int pieces;
    private final List<StreamEnd> ends = new ArrayList<>();

    Told(int pieces) {
      this.pieces = pieces;
    }

    boolean over() {
      return !ends.isEmpty();
    }

    @Override
    public void holds(BitSet held) {
      assertThat(ends).isEmpty();
      assertThat(held.length()).isLessThanOrEqualTo(pieces);
    }

    @Override
    public void ended(StreamEnd end) {
      assertThat(ends).as("it ends once").isEmpty();
      ends.add(end);
    }
  }
}
