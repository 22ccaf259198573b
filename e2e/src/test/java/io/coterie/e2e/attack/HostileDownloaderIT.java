package io.coterie.e2e.attack;

import static io.coterie.e2e.attack.Refused.assertRefused;
import static io.coterie.e2e.attack.Waits.await;
import static io.grpc.Status.Code.INVALID_ARGUMENT;
import static io.grpc.Status.Code.RESOURCE_EXHAUSTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.peer.v1.ChunkServiceGrpc;
import io.coterie.peer.v1.PieceRange;
import io.coterie.peer.v1.ReadPiecesRequest;
import io.coterie.peer.v1.ReadPiecesResponse;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientCall.Listener;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member that asks for more than it should, or does not take what it asked for. */
class HostileDownloaderIT {

  private static final int STREAMS_PER_PEER = 64;
  private static final long MEMORY = 512L << 20;

  @TempDir private static Path root;
  private static ChunkPort port;
  private static Chunks proper;

  @BeforeAll
  static void serve() {
    port = new ChunkPort(root);
    proper = port.asMallory();
  }

  @AfterAll
  static void close() {
    port.close();
  }

  @Test
  void rangesOutsideTheFile() {
    for (PieceRange odd :
        List.of(
            range(5, 0, 1),
            range(-1, 0, 1),
            range(0, 1 << 20, 1),
            range(0, -1, 1),
            range(0, 1, 1 << 20),
            range(4, 900_000, 1 << 20))) {
      assertRefused(INVALID_ARGUMENT, "RANGE_INVALID", () -> proper.read(odd));
    }
    assertRefused(
        INVALID_ARGUMENT, "FIELD_INVALID", () -> proper.read(range(0, 0, (16 << 20) + 1)));
  }

  @Test
  void thousandsOfOverlappingRanges() {
    assertRefused(INVALID_ARGUMENT, "FIELD_INVALID", () -> proper.read(overlapping(5000)));
    proper.read(overlapping(64));
    Listening listening = new Listening();
    ClientCall<ReadPiecesRequest, ReadPiecesResponse> call = open(listening);
    call.sendMessage(proper.request(wholePieces(64)));
    call.sendMessage(ReadPiecesRequest.newBuilder().addAllPieces(List.of(wholePieces(64))).build());
    call.request(100_000);
    assertOverloaded(listening.end());
  }

  @Test
  void moreStreamsThanOnePeerMayHave() {
    Queue<Failure> refused = new ConcurrentLinkedQueue<>();
    List<ClientCall<?, ?>> calls = new ArrayList<>();
    Chunks mallory = port.asMallory();
    for (int i = 0; i < 2000; i++) {
      Listening listening = new Listening(refused);
      var call = open(mallory, listening);
      call.sendMessage(mallory.request(range(0, 0, 0)));
      calls.add(call);
    }
    await().until(() -> refused.size() >= 2000 - STREAMS_PER_PEER);
    refused.forEach(HostileDownloaderIT::assertOverloaded);
    assertThat(refused).hasSize(2000 - STREAMS_PER_PEER);
    port.as(port.join("bob")).read();
    calls.forEach(call -> call.cancel("enough", null));
    await().untilAsserted(() -> proper.read());
  }

  @Test
  void readersThatNeverRead() {
    Account carol = port.join("carol");
    Chunks chunks = port.as(carol);
    List<Listening> all = new ArrayList<>();
    for (int i = 0; i < STREAMS_PER_PEER; i++) {
      Listening listening = new Listening();
      all.add(listening);
      var call = open(chunks, listening);
      call.sendMessage(chunks.request(wholePieces(64)));
    }
    await().until(() -> all.stream().allMatch(listening -> listening.begun));
    proper.read();
    assertThat(port.alice().daemon().peakMemory()).isLessThan(MEMORY);
    System.out.printf(
        "measured: %d streams of 64 pieces that nobody reads: peak memory %d MiB%n",
        STREAMS_PER_PEER, port.alice().daemon().peakMemory() >> 20);
  }

  private static PieceRange range(int piece, int offset, int length) {
    return PieceRange.newBuilder().setPiece(piece).setOffset(offset).setLength(length).build();
  }

  private static PieceRange[] overlapping(int count) {
    return IntStream.range(0, count).mapToObj(i -> range(0, i, 1)).toArray(PieceRange[]::new);
  }

  private static PieceRange[] wholePieces(int count) {
    return IntStream.range(0, count).mapToObj(i -> range(i % 5, 0, 0)).toArray(PieceRange[]::new);
  }

  private static ClientCall<ReadPiecesRequest, ReadPiecesResponse> open(Listening listening) {
    return open(proper, listening);
  }

  /** Opens a stream that takes no answer unless told to. */
  private static ClientCall<ReadPiecesRequest, ReadPiecesResponse> open(
      Chunks chunks, Listening listening) {
    ClientCall<ReadPiecesRequest, ReadPiecesResponse> call =
        chunks.channel().newCall(ChunkServiceGrpc.getReadPiecesMethod(), CallOptions.DEFAULT);
    call.start(listening, new Metadata());
    return call;
  }

  private static void assertOverloaded(Failure failure) {
    assertThat(failure.code()).as(failure.message()).isEqualTo(RESOURCE_EXHAUSTED);
    assertThat(failure.reason()).isEqualTo(ErrorReason.ERROR_REASON_OVERLOADED);
  }

  private static final class Listening extends Listener<ReadPiecesResponse> {
    private final Queue<Failure> ends;
    private volatile boolean begun;

    Listening() {
      this(new ConcurrentLinkedQueue<>());
    }

    Listening(Queue<Failure> ends) {
      this.ends = ends;
    }

    Failure end() {
      await().until(() -> !ends.isEmpty());
      return ends.element();
    }

    @Override
    public void onHeaders(Metadata headers) {
      begun = true;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      ends.add(Failure.of(status, trailers));
    }
  }
}
