package io.coterie.peer.download;

import com.google.protobuf.ByteString;
import io.coterie.peer.content.PieceHashes;
import io.coterie.peer.source.SourceInfo;
import io.coterie.peer.v1.ChunkServiceGrpc.ChunkServiceImplBase;
import io.coterie.peer.v1.GetPieceHashesRequest;
import io.coterie.peer.v1.GetPieceHashesResponse;
import io.coterie.peer.v1.PieceRange;
import io.coterie.peer.v1.ReadPiecesRequest;
import io.coterie.peer.v1.ReadPiecesResponse;
import io.coterie.peer.v1.WatchPiecesRequest;
import io.coterie.peer.v1.WatchPiecesResponse;
import io.coterie.rpc.auth.CertificateCaller;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.testing.InProcess;
import io.coterie.rpc.tls.PeerId;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.Channel;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A peer that serves one content by a script, behind the production interceptors: honest unless
 * told otherwise, at once or when a test lets it. Thread-safe.
 */
final class ScriptedSource extends ChunkServiceImplBase implements AutoCloseable {
  private static final int FRAME = 256 << 10;

  /** What it does when a piece is asked of it. */
  interface Script {
    void send(ScriptedSource source, int piece, StreamObserver<ReadPiecesResponse> stream);
  }

  /** Sends the piece as it should be. */
  static final Script HONEST = ScriptedSource::sendHonestly;

  private final String user;
  private final PeerId peerId;
  private final byte[] content;
  private final PieceHashes hashes;
  // One thread, so that pieces leave in the order asked.
  private final ExecutorService sender = Executors.newSingleThreadExecutor();

  // Guarded by this.
  private final BitSet held = new BitSet();
  private final List<Integer> asked = new ArrayList<>();
  private final List<Integer> cancelled = new ArrayList<>();
  private final List<String> grants = new ArrayList<>();
  private final List<Runnable> waiting = new ArrayList<>();
  private final List<StreamObserver<WatchPiecesResponse>> watches = new ArrayList<>();
  private final List<StreamObserver<ReadPiecesResponse>> streams = new ArrayList<>();
  private int streamsOpened;
  private boolean holding;
  private Script script = HONEST;
  private Predicate<String> grantCheck = grant -> true;
  private ErrorReason grantRefusal = ErrorReason.ERROR_REASON_GRANT_EXPIRED;
  private boolean serves = true;
  private boolean lyingHashes;
  private @Nullable InProcess server;

  ScriptedSource(String user, PeerId peerId, byte[] content, PieceHashes hashes) {
    this.user = user;
    this.peerId = peerId;
    this.content = content;
    this.hashes = hashes;
    held.set(0, hashes.layout().pieceCount());
    server = InProcess.serve(this);
  }

  SourceInfo info() {
    return new SourceInfo(user, peerId, List.of("127.0.0.1:1"), true);
  }

  PeerId peerId() {
    return peerId;
  }

  /** A channel to it; one that leads nowhere while it is dead. */
  synchronized Channel channel() {
    return server == null
        ? InProcessChannelBuilder.forName("nobody").build()
        : server.channel(new CertificateCaller("alice", peerId, "thumbprint"));
  }

  /** From now on it does this when a piece is asked of it. */
  synchronized ScriptedSource script(Script next) {
    script = next;
    return this;
  }

  /** From now on it takes what is asked and sends nothing until {@link #release}. */
  synchronized ScriptedSource hold() {
    holding = true;
    return this;
  }

  /** Sends what was held back, and what is asked from now on at once. */
  synchronized void release() {
    holding = false;
    waiting.forEach(sender::execute);
    waiting.clear();
  }

  /** Sends one piece that was held back, and goes on holding back. */
  synchronized void releaseOne() {
    sender.execute(waiting.remove(0));
  }

  /** Holds only these pieces. */
  synchronized ScriptedSource holding(BitSet pieces) {
    held.clear();
    held.or(pieces);
    return this;
  }

  /** Has got one more piece, and tells those who watch. */
  synchronized void got(int piece) {
    held.set(piece);
    watches.forEach(
        watch -> watch.onNext(WatchPiecesResponse.newBuilder().addAdded(piece).build()));
  }

  /** Refuses grants from now on, with this reason, and ends the streams. */
  void refuseGrants(ErrorReason reason, Predicate<String> stillGood) {
    List<StreamObserver<ReadPiecesResponse>> open;
    synchronized (this) {
      grantRefusal = reason;
      grantCheck = stillGood;
      open = List.copyOf(streams);
      streams.clear();
      waiting.clear();
    }
    sender.execute(
        () ->
            open.forEach(
                stream -> stream.onError(new Refusal(reason, "this grant is not good any more"))));
  }

  /** Does not know the content any more. */
  synchronized ScriptedSource stopServing() {
    serves = false;
    return this;
  }

  /** Sends hashes that belong to another content. */
  synchronized ScriptedSource lieAboutHashes() {
    lyingHashes = true;
    return this;
  }

  /** Ends as a process that is killed. */
  void die() {
    InProcess ended;
    synchronized (this) {
      ended = server;
      server = null;
      waiting.clear();
      streams.clear();
      watches.clear();
    }
    if (ended != null) {
      ended.close();
    }
  }

  /** Comes back after it has died. */
  synchronized void revive() {
    server = InProcess.serve(this);
  }

  /** The pieces that were asked of it, in order. */
  synchronized List<Integer> asked() {
    return List.copyOf(asked);
  }

  /** The pieces that were taken back. */
  synchronized List<Integer> cancelled() {
    return List.copyOf(cancelled);
  }

  /** The grants that reached its streams. */
  synchronized List<String> grants() {
    return List.copyOf(grants);
  }

  /** How many streams of pieces were opened to it. */
  synchronized int streamsOpened() {
    return streamsOpened;
  }

  @Override
  public void close() {
    die();
    sender.shutdown();
  }

  @Override
  public synchronized void getPieceHashes(
      GetPieceHashesRequest request, StreamObserver<GetPieceHashesResponse> responses) {
    check(request.getGrant());
    byte[] range = new byte[request.getPieceCount() * 32];
    hashes.range(request.getFirstPiece(), request.getPieceCount()).get(range);
    if (lyingHashes) {
      range[7] ^= 1;
    }
    responses.onNext(
        GetPieceHashesResponse.newBuilder().setHashes(ByteString.copyFrom(range)).build());
    responses.onCompleted();
  }

  @Override
  public synchronized void watchPieces(
      WatchPiecesRequest request, StreamObserver<WatchPiecesResponse> responses) {
    check(request.getGrant());
    boolean complete = held.cardinality() == hashes.layout().pieceCount();
    WatchPiecesResponse.Builder response = WatchPiecesResponse.newBuilder().setComplete(complete);
    if (!complete) {
      response.setHeld(ByteString.copyFrom(held.toByteArray()));
    }
    responses.onNext(response.build());
    if (complete) {
      responses.onCompleted();
    } else {
      ((ServerCallStreamObserver<WatchPiecesResponse>) responses).setOnCancelHandler(() -> {});
      watches.add(responses);
    }
  }

  @Override
  public StreamObserver<ReadPiecesRequest> readPieces(
      StreamObserver<ReadPiecesResponse> responses) {
    ((ServerCallStreamObserver<ReadPiecesResponse>) responses).setOnCancelHandler(() -> {});
    synchronized (this) {
      streamsOpened++;
      streams.add(responses);
    }
    return new StreamObserver<>() {
      @Override
      public void onNext(ReadPiecesRequest request) {
        take(request, responses);
      }

      @Override
      public void onError(Throwable thrown) {
        synchronized (ScriptedSource.this) {
          streams.remove(responses);
        }
      }

      @Override
      public void onCompleted() {
        responses.onCompleted();
      }
    };
  }

  private synchronized void take(
      ReadPiecesRequest request, StreamObserver<ReadPiecesResponse> stream) {
    if (!request.getGrant().isEmpty()) {
      check(request.getGrant());
      grants.add(request.getGrant());
    }
    cancelled.addAll(request.getCancelledPiecesList());
    for (PieceRange range : request.getPiecesList()) {
      if (range.getOffset() == 0) {
        asked.add(range.getPiece());
      }
      Script now = script;
      Runnable due =
          range.getOffset() + range.getLength() == 0
              ? () -> now.send(this, range.getPiece(), stream)
              : () -> sendRange(range, stream);
      if (holding) {
        waiting.add(due);
      } else {
        sender.execute(due);
      }
    }
  }

  private void check(String grant) {
    if (!grantCheck.test(grant)) {
      throw new Refusal(grantRefusal, "this grant is not good any more");
    }
    if (!serves) {
      throw new Refusal(ErrorReason.ERROR_REASON_CONTENT_NOT_SERVED, "no such content");
    }
  }

  private static void sendHonestly(
      ScriptedSource source, int piece, StreamObserver<ReadPiecesResponse> stream) {
    if (!source.holds(piece)) {
      stream.onNext(ReadPiecesResponse.newBuilder().setPiece(piece).setNotHeld(true).build());
      return;
    }
    int length = source.hashes.layout().pieceLength(piece);
    for (int offset = 0; offset < length; offset += FRAME) {
      stream.onNext(source.frame(piece, offset, Math.min(FRAME, length - offset)));
    }
  }

  /** What a downloader with a limit asks for. */
  private void sendRange(PieceRange range, StreamObserver<ReadPiecesResponse> stream) {
    int rest = hashes.layout().pieceLength(range.getPiece()) - range.getOffset();
    int length = range.getLength() == 0 ? rest : range.getLength();
    for (int sent = 0; sent < length; sent += FRAME) {
      stream.onNext(
          frame(range.getPiece(), range.getOffset() + sent, Math.min(FRAME, length - sent)));
    }
  }

  private synchronized boolean holds(int piece) {
    return held.get(piece);
  }

  /** A frame with the bytes that belong there. */
  ReadPiecesResponse frame(int piece, int offset, int length) {
    int from = (int) hashes.layout().offset(piece) + offset;
    return ReadPiecesResponse.newBuilder()
        .setPiece(piece)
        .setOffset(offset)
        .setData(ByteString.copyFrom(content, from, length))
        .build();
  }
}
