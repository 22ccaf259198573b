package io.coterie.peer.serve;

import com.google.protobuf.UnsafeByteOperations;
import io.coterie.peer.content.ContentId;
import io.coterie.peer.content.PieceHashes;
import io.coterie.peer.v1.ChunkServiceGrpc;
import io.coterie.peer.v1.GetPieceHashesRequest;
import io.coterie.peer.v1.GetPieceHashesResponse;
import io.coterie.peer.v1.ReadPiecesRequest;
import io.coterie.peer.v1.WatchPiecesRequest;
import io.coterie.peer.v1.WatchPiecesResponse;
import io.coterie.peer.wire.PieceFrame;
import io.coterie.rpc.auth.Callers;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;

/**
 * ChunkService over what is held. Runs on the event loop: reads of single frames from disk are all
 * that it waits for.
 */
public final class ChunkGrpcService implements BindableService {
  /**
   * Far above what the greatest requests have that keep to their limits, so that most of the others
   * get as far as being told what is wrong with them.
   */
  public static final int MAX_REQUEST_BYTES = 64 << 10;

  private final ServeContext context;

  /** Serves within this context. */
  public ChunkGrpcService(ServeContext context) {
    this.context = context;
  }

  /** The service as generated, but for how the frames of pieces are written. */
  @Override
  public ServerServiceDefinition bindService() {
    MethodDescriptor<ReadPiecesRequest, PieceFrame> readPieces = context.frames().readPieces();
    ServiceDescriptor service =
        ServiceDescriptor.newBuilder(ChunkServiceGrpc.SERVICE_NAME)
            .setSchemaDescriptor(ChunkServiceGrpc.getServiceDescriptor().getSchemaDescriptor())
            .addMethod(ChunkServiceGrpc.getGetPieceHashesMethod())
            .addMethod(ChunkServiceGrpc.getWatchPiecesMethod())
            .addMethod(readPieces)
            .build();
    return ServerServiceDefinition.builder(service)
        .addMethod(
            ChunkServiceGrpc.getGetPieceHashesMethod(),
            ServerCalls.asyncUnaryCall(this::getPieceHashes))
        .addMethod(
            ChunkServiceGrpc.getWatchPiecesMethod(),
            ServerCalls.asyncServerStreamingCall(this::watchPieces))
        .addMethod(readPieces, ServerCalls.asyncBidiStreamingCall(this::readPieces))
        .build();
  }

  private void getPieceHashes(
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

  private void watchPieces(
      WatchPiecesRequest request, StreamObserver<WatchPiecesResponse> responses) {
    new WatchPiecesCall(context, (ServerCallStreamObserver<WatchPiecesResponse>) responses)
        .start(Callers.certificate(), request.getGrant(), Contents.id(request.getContent()));
  }

  private StreamObserver<ReadPiecesRequest> readPieces(StreamObserver<PieceFrame> responses) {
    return new ReadPiecesCall(
        Callers.certificate(), context, (ServerCallStreamObserver<PieceFrame>) responses);
  }
}
