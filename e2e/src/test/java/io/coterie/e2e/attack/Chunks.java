package io.coterie.e2e.attack;

import com.google.protobuf.ByteString;
import io.coterie.peer.v1.ChunkServiceGrpc;
import io.coterie.peer.v1.ContentKey;
import io.coterie.peer.v1.GetPieceHashesRequest;
import io.coterie.peer.v1.PieceRange;
import io.coterie.peer.v1.ReadPiecesRequest;
import io.coterie.peer.v1.ReadPiecesResponse;
import io.coterie.peer.v1.WatchPiecesRequest;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Every way to ask a peer for content.
 *
 * @param channel to the peer
 * @param grant what is shown, or empty
 */
record Chunks(Channel channel, String grant, ContentKey content) {

  private static final long SECONDS = 30;

  Chunks with(String otherGrant) {
    return new Chunks(channel, otherGrant, content);
  }

  Chunks over(Channel other) {
    return new Chunks(other, grant, content);
  }

  Chunks of(ContentKey other) {
    return new Chunks(channel, grant, other);
  }

  static ContentKey content(String groupId, ByteString root) {
    return ContentKey.newBuilder().setGroupId(groupId).setRoot(root).build();
  }

  ByteString hashes() {
    return hashes(1);
  }

  ByteString allHashes() {
    return hashes(8192);
  }

  private ByteString hashes(int count) {
    return ChunkServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
        .getPieceHashes(
            GetPieceHashesRequest.newBuilder()
                .setGrant(grant)
                .setContent(content)
                .setPieceCount(count)
                .build())
        .getHashes();
  }

  void watch() {
    Iterator<?> answers =
        ChunkServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
            .watchPieces(
                WatchPiecesRequest.newBuilder().setGrant(grant).setContent(content).build());
    answers.forEachRemaining(answer -> {});
  }

  /** Reads some of the first piece. */
  void read() {
    read(PieceRange.newBuilder().setLength(1).build());
  }

  /** The first request of a stream. */
  ReadPiecesRequest request(PieceRange... ranges) {
    return ReadPiecesRequest.newBuilder()
        .setGrant(grant)
        .setContent(content)
        .addAllPieces(List.of(ranges))
        .build();
  }

  void read(PieceRange... ranges) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    StreamObserver<ReadPiecesRequest> requests =
        ChunkServiceGrpc.newStub(channel)
            .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
            .readPieces(ending(end));
    requests.onNext(request(ranges));
    requests.onCompleted();
    await(end);
  }

  private static StreamObserver<ReadPiecesResponse> ending(CompletableFuture<Void> end) {
    return new StreamObserver<>() {
      @Override
      public void onNext(ReadPiecesResponse frame) {}

      @Override
      public void onError(Throwable failure) {
        end.completeExceptionally(failure);
      }

      @Override
      public void onCompleted() {
        end.complete(null);
      }
    };
  }

  private static void await(CompletableFuture<Void> end) {
    try {
      end.get(2 * SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException refusal) {
        throw refusal;
      }
      throw new AssertionError(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
