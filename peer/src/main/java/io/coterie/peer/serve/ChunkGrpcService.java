package io.coterie.peer.serve;

import com.google.protobuf.UnsafeByteOperations;
import io.coterie.peer.content.ContentId;
import io.coterie.peer.content.PieceHashes;
import io.coterie.peer.v1.ChunkServiceGrpc.ChunkServiceImplBase;
import io.coterie.peer.v1.GetPieceHashesRequest;
import io.coterie.peer.v1.GetPieceHashesResponse;
import io.coterie.peer.v1.ReadPiecesRequest;
import io.coterie.peer.v1.ReadPiecesResponse;
import io.coterie.peer.v1.WatchPiecesRequest;
import io.coterie.peer.v1.WatchPiecesResponse;
import io.coterie.rpc.auth.Callers;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/**
 * ChunkService over what is held. Runs on the event loop: reads of single frames from disk are all
 * that it waits for.
 */
public final class ChunkGrpcService extends ChunkServiceImplBase {
  private final ServeContext context;

  /** Serves within this context. */
  public ChunkGrpcService(ServeContext context) {
    this.context = context;
  }

  @Override
  public void getPieceHashes(
      GetPieceHashesRequest request, StreamObserver<GetPieceHashesResponse> responses) {
    ContentId id = Contents.id(request.getContent());
    PieceHashes hashes =
        context.access().check(Callers.certificate(), request.getGrant(), id).content().hashes();
    int pieces = hashes.layout().pieceCount();
    long first = Integer.toUnsignedLong(request.getFirstPiece());
    if (first >= pieces) {
      throw Range.invalid("there is no piece " + first + "; the file has " + pieces);
    }
    int count = Math.min(request.getPieceCount(), pieces - (int) first);
    responses.onNext(
        GetPieceHashesResponse.newBuilder()
            .setHashes(UnsafeByteOperations.unsafeWrap(hashes.range((int) first, count)))
            .build());
    responses.onCompleted();
  }

  @Override
  public void watchPieces(
      WatchPiecesRequest request, StreamObserver<WatchPiecesResponse> responses) {
    new WatchPiecesCall(context, (ServerCallStreamObserver<WatchPiecesResponse>) responses)
        .start(Callers.certificate(), request.getGrant(), Contents.id(request.getContent()));
  }

  @Override
  public StreamObserver<ReadPiecesRequest> readPieces(
      StreamObserver<ReadPiecesResponse> responses) {
    return new ReadPiecesCall(
        Callers.certificate(), context, (ServerCallStreamObserver<ReadPiecesResponse>) responses);
  }
}
