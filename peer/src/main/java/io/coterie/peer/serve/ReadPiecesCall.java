package io.coterie.peer.serve;

import io.coterie.peer.content.PieceLayout;
import io.coterie.peer.v1.ReadPiecesRequest;
import io.coterie.peer.wire.PieceFrame;
import io.coterie.rpc.auth.CertificateCaller;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.flow.OutboundPump;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/**
 * One ReadPieces stream: takes the client's requests, keeps the lease, and lets the pump send what
 * was asked for. Every end goes through the pump, so that the stream ends once. Requests come one
 * after the other, on the call's thread; frames are pumped by one thread at a time.
 */
final class ReadPiecesCall
    implements StreamObserver<ReadPiecesRequest>, OutboundPump.Source<PieceFrame> {
  private final CertificateCaller caller;
  private final ServeContext context;
  private final OutboundPump<PieceFrame> pump;
  private volatile @Nullable Opened opened;
  private volatile boolean lastAsked;
  private volatile boolean over;

  /** What the first request has opened. */
  private record Opened(
      StreamLease lease, RangeQueue ranges, HeldReader reader, FrameSource frames) {}

  ReadPiecesCall(
      CertificateCaller caller,
      ServeContext context,
      ServerCallStreamObserver<PieceFrame> responses) {
    this.caller = caller;
    this.context = context;
    this.pump = OutboundPump.respond(responses, this, this::release);
    responses.setOnCloseHandler(this::release);
  }

  @Override
  public void onNext(ReadPiecesRequest request) {
    if (over) {
      return;
    }
    try {
      Opened open = opened == null ? open(request) : goOn(opened, request);
      open.ranges().cancel(request.getCancelledPiecesList());
      open.ranges().add(request.getPiecesList());
      pump.wake();
    } catch (Refusal e) {
      end(e);
    }
  }

  /** The client is gone; the pump has heard of it. */
  @Override
  public void onError(Throwable cancelled) {
    release();
  }

  @Override
  public void onCompleted() {
    lastAsked = true;
    pump.wake();
  }

  @Override
  public @Nullable PieceFrame next() {
    Opened open = opened;
    return open == null || over ? null : open.frames().next();
  }

  @Override
  public boolean isFinished() {
    Opened open = opened;
    return lastAsked && (open == null || open.ranges().isEmpty());
  }

  private Opened open(ReadPiecesRequest request) {
    if (!request.hasContent()) {
      throw fieldInvalid("the first request of a stream names the content");
    }
    StreamLease lease =
        context
            .streams()
            .open(caller, request.getGrant(), Contents.id(request.getContent()), this::end);
    try {
      return opened(lease);
    } catch (RuntimeException e) {
      // Before anything else knows of it.
      context.streams().close(lease);
      throw e;
    }
  }

  private Opened opened(StreamLease lease) {
    HeldReader reader = new HeldReader(context.access(), lease.id());
    PieceLayout layout = reader.content().layout();
    UploadTurn turn =
        new UploadTurn(
            context.slots(), caller.user(), caller.peerId(), layout.pieceSize(), pump::wake);
    RangeQueue ranges = new RangeQueue(layout, lease.spread());
    FrameSource frames = new FrameSource(ranges, reader, caller.user(), turn, context, pump::wake);
    Opened open = new Opened(lease, ranges, reader, frames);
    opened = open;
    if (over) {
      release();
    }
    return open;
  }

  private Opened goOn(Opened open, ReadPiecesRequest request) {
    if (request.hasContent() && !Contents.id(request.getContent()).equals(open.lease().id())) {
      throw fieldInvalid("all requests of a stream are about the same content");
    }
    if (!request.getGrant().isEmpty()) {
      open.lease().renew(request.getGrant());
    }
    return open;
  }

  private void end(Refusal reason) {
    pump.fail(reason);
  }

  private void release() {
    over = true;
    Opened open = opened;
    if (open != null) {
      context.streams().close(open.lease());
      open.frames().close();
      open.reader().close();
    }
  }

  private static Refusal fieldInvalid(String description) {
    return new Refusal(ErrorReason.ERROR_REASON_FIELD_INVALID, description)
        .withField("content", description);
  }
}
