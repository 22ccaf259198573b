package io.coterie.peer.fetch;

import com.google.common.base.Throwables;
import com.google.protobuf.InvalidProtocolBufferException;
import io.coterie.peer.content.ContentId;
import io.coterie.peer.content.PieceHashes;
import io.coterie.peer.limit.JointLimit;
import io.coterie.peer.v1.PieceRange;
import io.coterie.peer.v1.ReadPiecesRequest;
import io.coterie.peer.wire.PieceFrame;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.flow.InboundWindow;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One {@code ReadPieces} stream to one source. Asks for pieces as they are wanted, verifies what
 * comes and writes it.
 *
 * <pre>
 *   event loop            worker (this stream's tasks, in order)
 *   frame ──────────────► receiver: check, copy, hash ──► piece good ──► sink ──► listener
 *     ▲                      │
 *     └── request(1) ◄── limit: at once, or after a while for bytes asked for before it was set
 * </pre>
 *
 * <p>Bounded: the network may run {@value #PREFETCH} frames ahead of the worker, one when many
 * streams do already, and a piece is asked for only when the process-wide budget has room for its
 * bytes. Methods may be called from any thread and never block; the listener is called on a worker.
 */
public final class PieceStreamClient {
  /** For how long a source that owes bytes may send none, in nanoseconds. */
  public static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** How often a source may say in a second that it lets this stream wait, and how many at once. */
  private static final int NOTICES = 4;

  private static final int PREFETCH = 4;

  /** What may lie here unseen beside the frame that a stream needs, however little is in it. */
  private static final long AHEAD = (PREFETCH - 1L) * PieceFrame.MAX_DATA;

  private final PieceSink sink;
  private final FetchResources resources;
  private final PieceStreamListener listener;
  private final PieceHashes hashes;
  private final JointLimit limit;
  private final Executor serial;
  private volatile boolean closed;

  // Confined to serial.
  private final PieceReceiver receiver;
  private final PieceClaims claims;
  private final PieceRequests requests;
  private final ClientCallStreamObserver<ReadPiecesRequest> call;
  private final int prefetch;
  private final InboundWindow window;
  private long lastProgress;
  private long waitingSince;
  private int notices;
  private int begun = -1;
  private boolean ended;

  /**
   * Opens the stream.
   *
   * @param content what is to be read
   * @param hashes the hashes of its pieces
   * @param grant a grant for the content's group
   */
  public PieceStreamClient(
      Channel channel,
      ContentId content,
      PieceHashes hashes,
      Grant grant,
      PieceSink sink,
      FetchResources resources,
      PieceStreamListener listener) {
    this.sink = sink;
    this.resources = resources;
    this.listener = listener;
    this.hashes = hashes;
    limit = resources.limits().of(content);
    serial = resources.serial();
    receiver = new PieceReceiver(hashes);
    claims = new PieceClaims(resources.budget(), serial, this::send);
    requests = new PieceRequests(hashes.layout(), limit, resources, serial, this::request);
    call = start(channel);
    prefetch = resources.ahead().tryAcquire(AHEAD) ? PREFETCH : 1;
    window = new InboundWindow(prefetch, call::request);
    window.open();
    serial.execute(
        () ->
            call.onNext(
                ReadPiecesRequest.newBuilder()
                    .setContent(ContentKeys.of(content))
                    .setGrant(grant.token())
                    .build()));
  }

  /** Asks for a whole piece that is not asked of this source already. */
  public void ask(int piece) {
    serial.execute(
        () -> {
          if (!ended) {
            claims.claim(piece, hashes.layout().pieceLength(piece));
          }
        });
  }

  /** Takes back a piece that was asked for. Has no effect when it has come already. */
  public void cancel(int piece) {
    serial.execute(
        () -> {
          claims.release(piece);
          requests.remove(piece);
          if (receiver.cancel(piece) && !ended) {
            call.onNext(ReadPiecesRequest.newBuilder().addCancelledPieces(piece).build());
          }
        });
  }

  /** Carries a fresh grant to the source, so that the stream goes on. */
  public void refresh(Grant grant) {
    serial.execute(
        () -> {
          if (!ended) {
            call.onNext(ReadPiecesRequest.newBuilder().setGrant(grant.token()).build());
          }
        });
  }

  /** Ends the stream when the source owes bytes and has sent none for {@link #STALL_NANOS}. */
  public void checkStall() {
    serial.execute(
        () -> {
          boolean waiting = receiver.isOwed() && requests.due() > 0 && window.held() < prefetch;
          if (!waiting) {
            lastProgress = resources.nanoTime();
          } else if (resources.nanoTime() - lastProgress >= STALL_NANOS) {
            end(new StreamEnd.Stalled());
          }
        });
  }

  /** Ends the stream and forgets what has come of an unfinished piece. The listener is silent. */
  public void close() {
    closed = true;
    serial.execute(this::release);
  }

  private void send(int piece) {
    receiver.expect(piece);
    requests.add(piece);
  }

  private void request(int piece, int offset, int length) {
    if (requests.due() == length) {
      lastProgress = resources.nanoTime();
    }
    boolean whole = offset + length == hashes.layout().pieceLength(piece);
    PieceRange.Builder range = PieceRange.newBuilder().setPiece(piece).setOffset(offset);
    call.onNext(
        ReadPiecesRequest.newBuilder().addPieces(range.setLength(whole ? 0 : length)).build());
  }

  private void frame(PieceFrame frame) {
    if (ended) {
      frame.close();
      return;
    }
    lastProgress = resources.nanoTime();
    if (notices > 0 && frame.data().hasRemaining()) {
      notices = 0;
    }
    int piece = frame.piece();
    int length = frame.data().remaining();
    PieceReceiver.Outcome outcome = receiver.accept(frame);
    if (outcome instanceof PieceReceiver.Outcome.Fault fault) {
      end(fault.end());
    } else if (outcome instanceof PieceReceiver.Outcome.NotHeld notHeld) {
      claims.release(notHeld.piece());
      requests.remove(notHeld.piece());
      listener.notHeld(notHeld.piece());
    } else if (outcome instanceof PieceReceiver.Outcome.Verified verified) {
      write(verified.piece(), verified.bytes());
    } else if (outcome instanceof PieceReceiver.Outcome.Waits) {
      waits();
    } else {
      receiver.coming().ifPresent(this::begun);
    }
    if (!ended) {
      askForMore(requests.received(piece, length));
    }
  }

  private void begun(int piece) {
    if (piece != begun) {
      begun = piece;
      listener.begun(piece);
    }
  }

  /** A turn is waited for patiently, but not at the cost of the processor. */
  private void waits() {
    if (notices == 0) {
      waitingSince = lastProgress;
    }
    notices++;
    if (notices > NOTICES * (1 + TimeUnit.NANOSECONDS.toSeconds(lastProgress - waitingSince))) {
      end(new StreamEnd.Misbehaved("sends frames without data"));
    }
  }

  private void write(int piece, PieceBytes bytes) {
    int length = hashes.layout().pieceLength(piece);
    try (bytes) {
      if (sink.write(piece, bytes.parts())) {
        resources.countVerifiedPiece(length);
        listener.verified(piece, length);
      } else {
        listener.redundant(piece);
      }
    } catch (IOException e) {
      end(new StreamEnd.NotWritten(e));
    } finally {
      claims.release(piece);
    }
  }

  /** Takes the next frame when the limit has room for bytes that it has not counted. */
  private void askForMore(int uncounted) {
    long delay = uncounted == 0 ? 0 : limit.take(uncounted);
    if (delay == 0) {
      more();
    } else {
      resources.schedule(serial, this::more, delay);
    }
  }

  private void more() {
    if (!ended) {
      window.consumed();
    }
  }

  private void end(StreamEnd end) {
    if (!ended) {
      release();
      listener.ended(end);
    }
  }

  private void release() {
    if (!ended && prefetch == PREFETCH) {
      resources.ahead().release(AHEAD);
    }
    ended = true;
    call.cancel("the stream is not needed any more", null);
    receiver.close();
    requests.clear();
    claims.releaseAll();
  }

  private ClientCallStreamObserver<ReadPiecesRequest> start(Channel channel) {
    Frames frames = new Frames();
    CallOptions options =
        CallOptions.DEFAULT
            .withExecutor(Runnable::run)
            .withMaxInboundMessageSize(PieceFrame.MAX_DATA + PieceFrame.MAX_OVERHEAD);
    ClientCalls.asyncBidiStreamingCall(
        channel.newCall(resources.frames().readPieces(), options), frames);
    return frames.call;
  }

  /** Hands what the network brings to the worker. */
  private final class Frames implements ClientResponseObserver<ReadPiecesRequest, PieceFrame> {
    @SuppressWarnings("NullAway.Init") // by beforeStart
    private ClientCallStreamObserver<ReadPiecesRequest> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<ReadPiecesRequest> stream) {
      call = stream;
      stream.disableAutoRequestWithInitial(0);
    }

    @Override
    public void onNext(PieceFrame frame) {
      window.received();
      if (closed) {
        frame.close();
      } else {
        serial.execute(() -> frame(frame));
      }
    }

    @Override
    public void onError(Throwable thrown) {
      boolean garbage =
          Throwables.getCausalChain(thrown).stream()
              .anyMatch(InvalidProtocolBufferException.class::isInstance);
      StreamEnd end =
          garbage
              ? new StreamEnd.Misbehaved("sends what is no frame of a piece")
              : new StreamEnd.Lost(Failure.of(thrown));
      run(() -> end(end));
    }

    @Override
    public void onCompleted() {
      run(() -> end(new StreamEnd.Misbehaved("ended the stream before it was told to")));
    }

    private void run(Runnable task) {
      if (!closed) {
        serial.execute(task);
      }
    }
  }
}
