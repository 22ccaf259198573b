package io.coterie.e2e.attack;

import io.coterie.peer.v1.ChunkServiceGrpc;
import io.coterie.peer.v1.PieceRange;
import io.coterie.peer.v1.ReadPiecesRequest;
import io.coterie.peer.v1.ReadPiecesResponse;
import io.coterie.rpc.error.Failure;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file over and over on one stream and heeds nothing but the stream's end: what a modified
 * client does that wants to go on after its right has ended. Thread-safe.
 */
final class Reader implements ClientResponseObserver<ReadPiecesRequest, ReadPiecesResponse> {

  private static final int FIRST_ASKED = 4;
  private static final long SECONDS = 60;

  private final int pieces;
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private final CompletableFuture<Failure> end = new CompletableFuture<>();
  private @Nullable ClientCallStreamObserver<ReadPiecesRequest> requests;
  private int nextPiece;
  private final AtomicLong bytes = new AtomicLong();
  private volatile long lastByteNanos;

  private Reader(int pieces) {
    this.pieces = pieces;
  }

  /** Begins to read and waits for the first byte. */
  static Reader start(Chunks chunks, int pieces) {
    Reader reader = new Reader(pieces);
    ReadPiecesRequest.Builder first =
        ReadPiecesRequest.newBuilder().setGrant(chunks.grant()).setContent(chunks.content());
    for (int i = 0; i < FIRST_ASKED; i++) {
      first.addPieces(reader.next());
    }
    var requests = ChunkServiceGrpc.newStub(chunks.channel()).readPieces(reader);
    requests.onNext(first.build());
    get(reader.begun);
    return reader;
  }

  /** How many bytes have come. */
  long bytes() {
    return bytes.get();
  }

  /** When the last byte came, by {@link System#nanoTime()}. */
  long lastByteNanos() {
    return lastByteNanos;
  }

  /** Shows a further grant. */
  synchronized void show(String grant) {
    send(ReadPiecesRequest.newBuilder().setGrant(grant).build());
  }

  boolean hasEnded() {
    return end.isDone();
  }

  /** How the stream ended; waits for it. */
  Failure end() {
    return get(end);
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<ReadPiecesRequest> stream) {
    requests = stream;
  }

  @Override
  public void onNext(ReadPiecesResponse frame) {
    bytes.addAndGet(frame.getData().size());
    lastByteNanos = System.nanoTime();
    begun.complete(null);
    if (frame.getOffset() == 0) {
      askForMore();
    }
  }

  private synchronized void askForMore() {
    send(ReadPiecesRequest.newBuilder().addPieces(next()).build());
  }

  private void send(ReadPiecesRequest request) {
    Objects.requireNonNull(requests).onNext(request);
  }

  private synchronized PieceRange next() {
    return PieceRange.newBuilder().setPiece(nextPiece++ % pieces).build();
  }

  @Override
  public void onError(Throwable failure) {
    begun.completeExceptionally(failure);
    end.complete(Failure.of(failure));
  }

  @Override
  public void onCompleted() {
    onError(new AssertionError("the stream ended as if all were well"));
  }

  private static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
