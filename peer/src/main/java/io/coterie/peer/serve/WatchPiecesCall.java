package io.coterie.peer.serve;

import io.coterie.peer.content.ContentId;
import io.coterie.peer.store.HeldContent;
import io.coterie.peer.store.PieceListener;
import io.coterie.peer.v1.WatchPiecesResponse;
import io.coterie.rpc.auth.CertificateCaller;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.flow.OutboundPump;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One WatchPieces stream: tells of new pieces, those of a short while together. Thread-safe. */
final class WatchPiecesCall implements PieceListener, OutboundPump.Source<WatchPiecesResponse> {
  /** How long new pieces are gathered before they are told. */
  static final Duration GATHER = Duration.ofMillis(100);

  private final ServeContext context;
  private final OutboundPump<WatchPiecesResponse> pump;
  private final AtomicBoolean gathering = new AtomicBoolean();
  private volatile @Nullable Watched watched;
  private volatile boolean over;

  private record Watched(StreamLease lease, HeldContent content, PieceMapSource map) {}

  WatchPiecesCall(ServeContext context, ServerCallStreamObserver<WatchPiecesResponse> responses) {
    this.context = context;
    this.pump = OutboundPump.respond(responses, this, this::release);
    responses.setOnCloseHandler(this::release);
  }

  /**
   * Begins to tell.
   *
   * @throws Refusal if the caller may not have the content
   */
  void start(CertificateCaller caller, String grant, ContentId id) {
    StreamLease lease = context.streams().open(caller, grant, id, pump::fail);
    HeldContent content;
    try {
      content = context.access().find(id);
      watched = new Watched(lease, content, new PieceMapSource(content.held()));
    } catch (RuntimeException e) {
      context.streams().close(lease);
      throw e;
    }
    content.addListener(this);
    if (over) {
      release();
    }
    pump.wake();
  }

  @Override
  public void pieceHeld(int piece) {
    if (gathering.compareAndSet(false, true)) {
      Future<?> unused =
          context.timers().schedule(this::tell, GATHER.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public @Nullable WatchPiecesResponse next() {
    Watched now = watched;
    return now == null ? null : now.map().next();
  }

  @Override
  public boolean isFinished() {
    Watched now = watched;
    return now != null && now.map().isFinished();
  }

  private void tell() {
    gathering.set(false);
    pump.wake();
  }

  private void release() {
    over = true;
    Watched now = watched;
    if (now != null) {
      now.content().removeListener(this);
      context.streams().close(now.lease());
    }
  }
}
