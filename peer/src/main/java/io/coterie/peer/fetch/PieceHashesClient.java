package io.coterie.peer.fetch;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import io.coterie.peer.content.ContentId;
import io.coterie.peer.content.Hash;
import io.coterie.peer.content.HashMismatchException;
import io.coterie.peer.content.PieceHashes;
import io.coterie.peer.content.PieceLayout;
import io.coterie.peer.v1.ChunkServiceGrpc;
import io.coterie.peer.v1.GetPieceHashesRequest;
import io.coterie.peer.v1.GetPieceHashesResponse;
import io.grpc.Channel;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Gets the piece hashes of some content from one source and checks them against the root. */
public final class PieceHashesClient {
  private static final int PER_CALL = 8192;
  private static final long DEADLINE_SECONDS = 5;

  private final ChunkServiceGrpc.ChunkServiceFutureStub stub;
  private final ContentId content;
  private final PieceLayout layout;
  private final Grant grant;
  private final Executor worker;
  private final byte[] hashes;
  private final CompletableFuture<PieceHashes> result = new CompletableFuture<>();

  private PieceHashesClient(
      Channel channel, ContentId content, PieceLayout layout, Grant grant, Executor worker) {
    this.stub = ChunkServiceGrpc.newFutureStub(channel);
    this.content = content;
    this.layout = layout;
    this.grant = grant;
    this.worker = worker;
    this.hashes = new byte[layout.pieceCount() * Hash.LENGTH];
  }

  /**
   * Gets all hashes, by as many calls as it takes, each with a deadline. Does not block.
   *
   * @param worker checks them
   * @return completes on the worker; fails with {@link HashMismatchException} when the source sent
   *     hashes that do not belong to the root, with the status of a call that failed otherwise
   */
  public static CompletableFuture<PieceHashes> get(
      Channel channel, ContentId content, PieceLayout layout, Grant grant, Executor worker) {
    PieceHashesClient client = new PieceHashesClient(channel, content, layout, grant, worker);
    client.next(0);
    return client.result;
  }

  /**
   * The hashes that need no source: those of content of at most one piece, whose hash is the root.
   *
   * @throws HashMismatchException if empty content does not have the root of empty content
   */
  public static PieceHashes ofOnePiece(ContentId content, PieceLayout layout)
      throws HashMismatchException {
    byte[] hashes = layout.pieceCount() == 0 ? new byte[0] : content.root().toBytes();
    return PieceHashes.verified(layout, content.root(), hashes);
  }

  private void next(int first) {
    int count = Math.min(PER_CALL, layout.pieceCount() - first);
    GetPieceHashesRequest request =
        GetPieceHashesRequest.newBuilder()
            .setContent(ContentKeys.of(content))
            .setGrant(grant.token())
            .setFirstPiece(first)
            .setPieceCount(count)
            .build();
    ListenableFuture<GetPieceHashesResponse> call =
        stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS).getPieceHashes(request);
    CompletableFuture<PieceHashes> unused =
        result.whenComplete((checked, failure) -> call.cancel(true));
    call.addListener(() -> answered(first, count, call), worker);
  }

  private void answered(int first, int count, ListenableFuture<GetPieceHashesResponse> call) {
    if (result.isDone()) {
      return;
    }
    try {
      take(first, count, Objects.requireNonNull(Futures.getDone(call)));
    } catch (ExecutionException e) {
      result.completeExceptionally(e.getCause() == null ? e : e.getCause());
    } catch (HashMismatchException e) {
      result.completeExceptionally(e);
    }
  }

  private void take(int first, int count, GetPieceHashesResponse response)
      throws HashMismatchException {
    if (response.getHashes().size() != count * Hash.LENGTH) {
      throw new HashMismatchException(
          response.getHashes().size() + " bytes of hashes for " + count + " pieces");
    }
    response.getHashes().copyTo(hashes, first * Hash.LENGTH);
    if (first + count < layout.pieceCount()) {
      next(first + count);
    } else {
      result.complete(PieceHashes.verified(layout, content.root(), hashes));
    }
  }
}
