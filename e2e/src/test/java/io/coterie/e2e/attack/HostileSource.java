package io.coterie.e2e.attack;

import com.google.protobuf.ByteString;
import io.coterie.peer.v1.ChunkServiceGrpc.ChunkServiceImplBase;
import io.coterie.peer.v1.GetPieceHashesRequest;
import io.coterie.peer.v1.GetPieceHashesResponse;
import io.coterie.peer.v1.ReadPiecesRequest;
import io.coterie.peer.v1.ReadPiecesResponse;
import io.coterie.peer.v1.WatchPiecesRequest;
import io.coterie.peer.v1.WatchPiecesResponse;
import io.coterie.rpc.tls.SwitchableKeyManager;
import io.coterie.rpc.tls.Tls;
import io.coterie.tracker.v1.Announcement;
import io.coterie.tracker.v1.AttachRequest;
import io.coterie.tracker.v1.AttachResponse;
import io.coterie.tracker.v1.Endpoint;
import io.coterie.tracker.v1.File;
import io.coterie.tracker.v1.Hello;
import io.coterie.tracker.v1.PresenceServiceGrpc;
import io.coterie.tracker.v1.ShareFileRequest;
import io.coterie.tracker.v1.SharedFile;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A source in the test's hands: a member like any other, with its certificate and its place at the
 * tracker, that says it has the whole file and answers as a script says.
 */
final class HostileSource implements AutoCloseable {

  /** What is sent when a piece is asked for. */
  interface Script {
    void asked(int piece, StreamObserver<ReadPiecesResponse> answers);
  }

  private final Server server;
  private final StreamObserver<AttachRequest> presence;

  private HostileSource(Server server, StreamObserver<AttachRequest> presence) {
    this.server = server;
    this.presence = presence;
  }

  /**
   * Serves, and tells the tracker so.
   *
   * @param hashes the piece hashes of the file, which are the right ones
   */
  static HostileSource start(Account mallory, File file, ByteString hashes, Script script)
      throws IOException {
    Server server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Tls.server(new SwitchableKeyManager(mallory.identity())))
            .addService(new Service(hashes, script))
            .build()
            .start();
    var unused =
        mallory
            .files()
            .shareFile(
                ShareFileRequest.newBuilder()
                    .setRequestId(Account.id())
                    .setGroup(file.getGroup())
                    .setName(file.getName())
                    .setSize(file.getSize())
                    .setPieceSize(file.getPieceSize())
                    .setRoot(file.getRoot())
                    .build());
    StreamObserver<AttachRequest> presence =
        PresenceServiceGrpc.newStub(mallory.tracker())
            .withCallCredentials(mallory.credentials())
            .attach(new Deaf());
    Endpoint endpoint =
        Endpoint.newBuilder().setHost("127.0.0.1").setPort(server.getPort()).build();
    presence.onNext(
        AttachRequest.newBuilder().setHello(Hello.newBuilder().addEndpoints(endpoint)).build());
    SharedFile shared =
        SharedFile.newBuilder()
            .setGroupId(file.getGroupId())
            .setName(file.getName())
            .setRoot(file.getRoot())
            .build();
    presence.onNext(
        AttachRequest.newBuilder()
            .setAnnouncement(Announcement.newBuilder().addFiles(shared).setLast(true))
            .build());
    return new HostileSource(server, presence);
  }

  @Override
  public void close() {
    presence.onCompleted();
    server.shutdownNow();
  }

  private static final class Service extends ChunkServiceImplBase {
    private final ByteString hashes;
    private final Script script;

    Service(ByteString hashes, Script script) {
      this.hashes = hashes;
      this.script = script;
    }

    @Override
    public void getPieceHashes(
        GetPieceHashesRequest request, StreamObserver<GetPieceHashesResponse> answers) {
      answers.onNext(GetPieceHashesResponse.newBuilder().setHashes(hashes).build());
      answers.onCompleted();
    }

    @Override
    public void watchPieces(
        WatchPiecesRequest request, StreamObserver<WatchPiecesResponse> answers) {
      answers.onNext(WatchPiecesResponse.newBuilder().setComplete(true).build());
      answers.onCompleted();
    }

    @Override
    public StreamObserver<ReadPiecesRequest> readPieces(
        StreamObserver<ReadPiecesResponse> answers) {
      return new StreamObserver<>() {
        @Override
        public void onNext(ReadPiecesRequest request) {
          request.getPiecesList().forEach(range -> script.asked(range.getPiece(), answers));
        }

        @Override
        public void onError(Throwable cancelled) {}

        @Override
        public void onCompleted() {
          answers.onCompleted();
        }
      };
    }
  }

  /** Takes what the tracker says and does nothing with it. */
  private static final class Deaf implements StreamObserver<AttachResponse> {
    @Override
    public void onNext(AttachResponse message) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }
}
