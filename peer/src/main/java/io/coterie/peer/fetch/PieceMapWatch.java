package io.coterie.peer.fetch;

import io.coterie.peer.content.ContentId;
import io.coterie.peer.v1.ChunkServiceGrpc;
import io.coterie.peer.v1.WatchPiecesRequest;
import io.coterie.peer.v1.WatchPiecesResponse;
import io.coterie.rpc.error.Failure;
import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.BitSet;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Follows which pieces one source holds. Takes one message at a time, so that a source can hurry
 * nobody. Confined to the executor that it is given, on which the listener is called.
 */
public final class PieceMapWatch {
  /** For how long a source may leave the first answer out, in nanoseconds. */
  public static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final int MAX_EMPTY_MESSAGES = 16;

  /** Hears which pieces the source holds. */
  public interface Listener {
    /** The source holds these pieces, beside those told before; none the first time is possible. */
    void holds(BitSet pieces);

    /** The watch has ended, other than by {@link #close} and before the source held all pieces. */
    void ended(StreamEnd end);
  }

  private final int pieceCount;
  private final FetchResources resources;
  private final Executor serial;
  private final Listener listener;
  private final ClientCallStreamObserver<WatchPiecesRequest> call;
  private final long start;
  private volatile boolean closed;
  private boolean answered;
  private boolean ended;
  private int emptyMessages;

  /** Starts to watch. */
  public PieceMapWatch(
      Channel channel,
      ContentId content,
      int pieceCount,
      Grant grant,
      FetchResources resources,
      Executor serial,
      Listener listener) {
    this.pieceCount = pieceCount;
    this.resources = resources;
    this.serial = serial;
    this.listener = listener;
    start = resources.nanoTime();
    Messages messages = new Messages();
    ChunkServiceGrpc.newStub(channel)
        .withExecutor(Runnable::run)
        .watchPieces(
            WatchPiecesRequest.newBuilder()
                .setContent(ContentKeys.of(content))
                .setGrant(grant.token())
                .build(),
            messages);
    call = messages.call;
    call.request(1);
  }

  /** Ends the watch when the source has not answered at all for {@link #ANSWER_NANOS}. */
  public void checkStall() {
    if (!answered && resources.nanoTime() - start >= ANSWER_NANOS) {
      end(new StreamEnd.Stalled());
    }
  }

  /** Stops watching. The listener is silent. */
  public void close() {
    closed = true;
    ended = true;
    call.cancel("the watch is not needed any more", null);
  }

  private void message(WatchPiecesResponse message) {
    if (ended) {
      return;
    }
    BitSet pieces = pieces(message);
    if (pieces.length() > pieceCount) {
      end(new StreamEnd.Misbehaved("says that it holds pieces which the file does not have"));
    } else if (answered && pieces.isEmpty() && ++emptyMessages > MAX_EMPTY_MESSAGES) {
      end(new StreamEnd.Misbehaved("goes on telling that it holds nothing new"));
    } else {
      answered = true;
      ended = message.getComplete();
      listener.holds(pieces);
      call.request(1);
    }
  }

  private BitSet pieces(WatchPiecesResponse message) {
    BitSet pieces = BitSet.valueOf(message.getHeld().asReadOnlyByteBuffer());
    message.getAddedList().stream()
        .mapToInt(piece -> piece)
        .forEach(piece -> pieces.set(piece >= 0 && piece < pieceCount ? piece : pieceCount));
    if (message.getComplete()) {
      pieces.set(0, pieceCount);
    }
    return pieces;
  }

  private void end(StreamEnd end) {
    if (!ended) {
      close();
      listener.ended(end);
    }
  }

  /** Hands what the network brings to the executor. */
  private final class Messages
      implements ClientResponseObserver<WatchPiecesRequest, WatchPiecesResponse> {
    @SuppressWarnings("NullAway.Init") // by beforeStart
    private ClientCallStreamObserver<WatchPiecesRequest> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchPiecesRequest> stream) {
      call = stream;
      stream.disableAutoRequestWithInitial(0);
    }

    @Override
    public void onNext(WatchPiecesResponse message) {
      run(() -> message(message));
    }

    @Override
    public void onError(Throwable thrown) {
      run(() -> end(new StreamEnd.Lost(Failure.of(thrown))));
    }

    @Override
    public void onCompleted() {
      run(() -> end(new StreamEnd.Misbehaved("stopped telling which pieces it holds")));
    }

    private void run(Runnable task) {
      if (!closed) {
        serial.execute(task);
      }
    }
  }
}
