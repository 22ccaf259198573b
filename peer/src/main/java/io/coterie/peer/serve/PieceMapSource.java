package io.coterie.peer.serve;

import com.google.protobuf.UnsafeByteOperations;
import io.coterie.peer.content.PieceSet;
import io.coterie.peer.v1.WatchPiecesResponse;
import io.coterie.rpc.flow.OutboundPump;
import org.jspecify.annotations.Nullable;

/**
 * What one WatchPieces stream tells: the difference between the pieces held and those told, so that
 * a slow reader costs no memory and misses nothing. Asked by one thread at a time.
 */
final class PieceMapSource implements OutboundPump.Source<WatchPiecesResponse> {
  private static final int MAX_ADDED = 4096;

  private final PieceSet held;
  private @Nullable PieceSet told;
  private volatile boolean finished;

  PieceMapSource(PieceSet held) {
    this.held = held;
  }

  @Override
  public @Nullable WatchPiecesResponse next() {
    if (finished) {
      return null;
    }
    PieceSet before = told;
    WatchPiecesResponse next = before == null ? first() : further(before);
    finished = next != null && next.getComplete();
    return next;
  }

  @Override
  public boolean isFinished() {
    return finished;
  }

  private WatchPiecesResponse first() {
    PieceSet now = held.snapshot();
    told = now;
    WatchPiecesResponse.Builder response = WatchPiecesResponse.newBuilder();
    return now.complete()
        ? response.setComplete(true).build()
        : response.setHeld(UnsafeByteOperations.unsafeWrap(now.toBytes())).build();
  }

  private @Nullable WatchPiecesResponse further(PieceSet before) {
    WatchPiecesResponse.Builder response = WatchPiecesResponse.newBuilder();
    for (int piece = before.nextMissing(0);
        piece >= 0 && response.getAddedCount() < MAX_ADDED;
        piece = before.nextMissing(piece + 1)) {
      if (held.contains(piece)) {
        before.add(piece);
        response.addAdded(piece);
      }
    }
    if (response.getAddedCount() == 0) {
      return null;
    }
    return response.setComplete(before.complete()).build();
  }
}
