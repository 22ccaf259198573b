package io.coterie.peer.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.coterie.peer.store.PeerHome;
import io.coterie.peer.testing.FakeDeployment;
import io.coterie.peer.tracker.KnownDeployment;
import io.coterie.peer.tracker.TrackerClient;
import io.coterie.peer.tracker.TrackerSession;
import io.coterie.peer.tracker.Trackers;
import io.coterie.peer.trust.Revocations;
import io.coterie.peer.trust.TrackerClock;
import io.coterie.peer.v1.ChunkServiceGrpc;
import io.coterie.peer.v1.ContentKey;
import io.coterie.peer.v1.WatchPiecesRequest;
import io.coterie.peer.v1.WatchPiecesResponse;
import io.coterie.rpc.auth.CertificateAuthenticator;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.server.RpcServer;
import io.coterie.rpc.server.RpcServerBuilder;
import io.coterie.rpc.testing.InProcess;
import io.coterie.rpc.testing.ManualScheduler;
import io.coterie.rpc.tls.Identity;
import io.coterie.rpc.tls.PeerId;
import io.coterie.rpc.tls.SwitchableKeyManager;
import io.coterie.rpc.tls.SwitchableTrustManager;
import io.coterie.rpc.tls.Tls;
import io.coterie.rpc.tls.TrustSource;
import io.coterie.rpc.v1.Auth;
import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate renewed while streams run over real connections. Owns the time. */
class RenewalIT {
  private static final Duration TWO_THIRDS = Duration.ofHours(16);

  /** By the platform's clock, which TLS goes by, both certificates are in force. */
  private final Instant begin = Instant.now().minus(TWO_THIRDS);

  @TempDir Path folder;
  private final ManualScheduler time = new ManualScheduler();
  private final FakeDeployment deployment =
      new FakeDeployment("deployment-1", () -> begin.plusNanos(time.nanoTime()));
  private final InProcess tracker =
      InProcess.serve(
          deployment.authenticators(), deployment.services().toArray(BindableService[]::new));
  private PeerTls alice;
  private final Identity bob = deployment.authority().peer("bob");
  private PeerHome home;
  private TrackerSession session;

  @BeforeEach
  void login() throws Exception {
    TrustSource source = new TrustSource(Optional.empty(), List.of(), folder);
    source.known().remember("deployment-1", List.of(deployment.authority().certificate()));
    alice = new PeerTls(deployment.authority().server("127.0.0.1"), source);
    home = PeerHome.open(folder, "127.0.0.1:1");
    session =
        new TrackerClient(
                new OneTracker(tracker.channel()),
                new KnownDeployment(folder.resolve("deployment"), source),
                new TrackerClock(time::nanoTime),
                new Revocations(time::nanoTime),
                time,
                time::nanoTime,
                new Random(1))
            .login(
                "alice", "alice's password", new UserCredentials(home.user("alice", time), alice))
            .get(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void logout() throws Exception {
    session.close();
    home.close();
    tracker.close();
  }

  @Test
  void renewsTheCertificateAndDropsNothing() throws Exception {
    SwitchableTrustManager trust = new SwitchableTrustManager(deployment.authority().anchors());
    Pieces atAlice = new Pieces();
    Pieces atBob = new Pieces();
    RpcServer alices = serve(Tls.server(alice.identity(), alice.peers()), atAlice);
    RpcServer bobs = serve(Tls.server(new SwitchableKeyManager(bob), trust), atBob);
    ChannelCredentials asBob = Tls.client(trust, new SwitchableKeyManager(bob));
    ManagedChannel toAlice = dial(alices, asBob, shown());
    ManagedChannel toBob =
        dial(bobs, Tls.client(alice.peers(), alice.identity()), bob.certificate());
    BlockingQueue<Object> fromAlice = watch(toAlice);
    BlockingQueue<Object> fromBob = watch(toBob);
    StreamObserver<WatchPiecesResponse> upload = atAlice.next();
    StreamObserver<WatchPiecesResponse> download = atBob.next();
    X509Certificate first = shown();

    time.advance(TWO_THIRDS);
    Identity renewed = awaitRenewal(first);

    assertThat(renewed.certificate().getPublicKey()).isEqualTo(first.getPublicKey());
    assertThat(deployment.logins().certified())
        .containsExactly(first.getPublicKey(), first.getPublicKey());
    upload.onNext(WatchPiecesResponse.getDefaultInstance());
    download.onNext(WatchPiecesResponse.getDefaultInstance());
    assertThat(fromAlice.poll(30, TimeUnit.SECONDS)).isInstanceOf(WatchPiecesResponse.class);
    assertThat(fromBob.poll(30, TimeUnit.SECONDS)).isInstanceOf(WatchPiecesResponse.class);
    ManagedChannel again = dial(alices, asBob, renewed.certificate());
    BlockingQueue<Object> anew = watch(again);
    atAlice.next().onNext(WatchPiecesResponse.getDefaultInstance());
    assertThat(anew.poll(30, TimeUnit.SECONDS)).isInstanceOf(WatchPiecesResponse.class);
    List.of(toAlice, toBob, again).forEach(ManagedChannel::shutdownNow);
    alices.close();
    bobs.close();
  }

  private X509Certificate shown() {
    return alice.identity().current().orElseThrow().certificate();
  }

  private Identity awaitRenewal(X509Certificate first) {
    await()
        .until(
            () -> {
              time.advance(Duration.ZERO);
              return !shown().equals(first);
            });
    return alice.identity().current().orElseThrow();
  }

  private static RpcServer serve(ServerCredentials credentials, Pieces pieces) {
    return new RpcServerBuilder(new HostPort("127.0.0.1", 0), credentials)
        .service(pieces)
        .authenticate(Auth.AUTH_CERTIFICATE, new CertificateAuthenticator())
        .start();
  }

  private static ManagedChannel dial(
      RpcServer server, ChannelCredentials credentials, X509Certificate expected) {
    return NettyChannelBuilder.forAddress("127.0.0.1", server.port(), credentials)
        .overrideAuthority(PeerId.of(expected.getPublicKey()).authority())
        .build();
  }

  private static BlockingQueue<Object> watch(ManagedChannel channel) {
    BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    ChunkServiceGrpc.newStub(channel)
        .watchPieces(
            WatchPiecesRequest.newBuilder()
                .setContent(
                    ContentKey.newBuilder()
                        .setGroupId("group-1")
                        .setRoot(ByteString.copyFrom(new byte[32])))
                .build(),
            new StreamObserver<>() {
              @Override
              public void onNext(WatchPiecesResponse pieces) {
                heard.add(pieces);
              }

              @Override
              public void onError(Throwable failure) {
                heard.add(failure);
              }

              @Override
              public void onCompleted() {
                heard.add("completed");
              }
            });
    return heard;
  }

  /** Serves streams that the test writes. */
  private static final class Pieces extends ChunkServiceGrpc.ChunkServiceImplBase {
    private final BlockingQueue<StreamObserver<WatchPiecesResponse>> streams =
        new LinkedBlockingQueue<>();

    @Override
    public void watchPieces(
        WatchPiecesRequest request, StreamObserver<WatchPiecesResponse> responses) {
      streams.add(responses);
    }

    StreamObserver<WatchPiecesResponse> next() throws InterruptedException {
      StreamObserver<WatchPiecesResponse> stream = streams.poll(30, TimeUnit.SECONDS);
      assertThat(stream).isNotNull();
      return stream;
    }
  }

  private record OneTracker(Channel any) implements Trackers {
    @Override
    public List<HostPort> inOrder() {
      return List.of(new HostPort("tracker", 1));
    }

    @Override
    public Channel channel(HostPort tracker) {
      return any;
    }

    @Override
    public void suspect(HostPort tracker, String reason) {}
  }
}
