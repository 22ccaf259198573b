package io.coterie.peer.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.coterie.peer.content.ContentId;
import io.coterie.peer.limit.RateLimit;
import io.coterie.peer.store.Sample;
import io.coterie.peer.v1.ReadPiecesResponse;
import io.coterie.peer.wire.FrameBuffers;
import io.coterie.peer.wire.FrameCounts;
import io.coterie.peer.wire.FrameMarshaller;
import io.coterie.rpc.testing.ManualScheduler;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Sources that send tiny frames of what nobody asked for, faster than a worker sees them. */
class FramesAheadTest {
  private static final int STREAMS = 32;
  private static final Sample SAMPLE = new Sample(3 << 16);
  private static final byte[] TINY =
      ReadPiecesResponse.newBuilder()
          .setData(ByteString.copyFrom(new byte[1]))
          .build()
          .toByteArray();

  private final Held workers = new Held();
  private final ManualScheduler time = new ManualScheduler();
  private final FrameBuffers buffers = new FrameBuffers(0);
  private final FetchResources resources =
      new FetchResources(
          workers,
          time,
          time::nanoTime,
          new RateLimit(time::nanoTime),
          new FrameMarshaller(buffers, new FrameCounts()));
  private final List<StreamEnd> ends = new ArrayList<>();

  /** Runs nothing until told. */
  private static final class Held extends AbstractExecutorService {
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    void runAll() {
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
    }

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return true;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }

  private final class Ends implements PieceStreamListener {
    @Override
    public void begun(int piece) {}

    @Override
    public void verified(int piece, int bytes) {}

    @Override
    public void redundant(int piece) {}

    @Override
    public void notHeld(int piece) {}

    @Override
    public void ended(StreamEnd end) {
      ends.add(end);
    }
  }

  private List<HostileChannel> open() {
    List<HostileChannel> sources = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      HostileChannel source = new HostileChannel();
      PieceStreamClient unused =
          new PieceStreamClient(
              source,
              new ContentId("g-1", SAMPLE.hashes().root()),
              SAMPLE.hashes(),
              new Grant("token", "g-1", Instant.EPOCH),
              (piece, data) -> true,
              resources,
              new Ends());
      sources.add(source);
    }
    return sources;
  }

  @Test
  void whatLiesUnseenIsBoundedForAllStreamsTogether() {
    for (int round = 0; round < 2; round++) {
      List<HostileChannel> sources = open();
      assertThat(sources).as("none starves").allMatch(source -> source.requested() > 0);
      assertThat(sources.get(0).requested()).as("a few may send ahead").isEqualTo(4);
      for (HostileChannel source : sources) {
        for (int i = source.requested(); i > 0; i--) {
          source.answer(TINY);
        }
      }
      assertThat(buffers.lent()).as("of a MiB each").isEqualTo(STREAMS + 24);

      workers.runAll();

      assertThat(buffers.lent()).isZero();
      assertThat(ends).hasSize(STREAMS).allMatch(StreamEnd.Misbehaved.class::isInstance);
      assertThat(resources.ahead().taken()).isZero();
      ends.clear();
    }
  }
}
