package io.coterie.peer.serve;

import io.coterie.peer.v1.ChunkServiceGrpc;
import io.coterie.peer.v1.PieceRange;
import io.coterie.peer.v1.ReadPiecesRequest;
import io.coterie.peer.v1.ReadPiecesResponse;
import io.coterie.rpc.error.Failure;
import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One ReadPieces stream, whose frames are taken one by one. */
final class ReadClient implements ClientResponseObserver<ReadPiecesRequest, ReadPiecesResponse> {
  private static final long PATIENCE_SECONDS = 20;

  private final BlockingQueue<ReadPiecesResponse> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Optional<Failure>> end = new CompletableFuture<>();
  private @Nullable ClientCallStreamObserver<ReadPiecesRequest> stream;

  static ReadClient open(Channel channel) {
    ReadClient client = new ReadClient();
    ChunkServiceGrpc.newStub(channel).readPieces(client);
    return client;
  }

  static PieceRange range(int piece, int offset, int length) {
    return PieceRange.newBuilder().setPiece(piece).setOffset(offset).setLength(length).build();
  }

  static PieceRange piece(int piece) {
    return range(piece, 0, 0);
  }

  void send(ReadPiecesRequest request) {
    requests().onNext(request);
  }

  void ask(PieceRange... pieces) {
    ReadPiecesRequest.Builder request = ReadPiecesRequest.newBuilder();
    for (PieceRange piece : pieces) {
      request.addPieces(piece);
    }
    send(request.build());
  }

  void noMore() {
    requests().onCompleted();
  }

  void cancel() {
    requests().cancel("enough", null);
  }

  /** Lets the server send so many frames more. */
  void request(int count) {
    requests().request(count);
  }

  /** Lets one frame come, and returns it. */
  ReadPiecesResponse take() throws InterruptedException {
    request(1);
    return arrived();
  }

  ReadPiecesResponse arrived() throws InterruptedException {
    ReadPiecesResponse frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (frame == null) {
      throw new AssertionError("no frame comes; the stream ended: " + end);
    }
    return frame;
  }

  int frames() {
    return frames.size();
  }

  /** How the stream ends: empty for OK. */
  Optional<Failure> end() {
    try {
      return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("the stream does not end", e);
    }
  }

  private ClientCallStreamObserver<ReadPiecesRequest> requests() {
    return Objects.requireNonNull(stream);
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<ReadPiecesRequest> stream) {
    this.stream = stream;
    stream.disableAutoRequestWithInitial(0);
  }

  @Override
  public void onNext(ReadPiecesResponse frame) {
    frames.add(frame);
  }

  @Override
  public void onError(Throwable failure) {
    end.complete(Optional.of(Failure.of(failure)));
  }

  @Override
  public void onCompleted() {
    end.complete(Optional.empty());
  }
}
