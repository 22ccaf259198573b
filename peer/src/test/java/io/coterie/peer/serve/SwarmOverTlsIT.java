package io.coterie.peer.serve;

import static io.coterie.peer.serve.ServeFixture.GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.coterie.peer.content.FileHasher;
import io.coterie.peer.content.SampleContent;
import io.coterie.peer.download.DownloadEnvironment;
import io.coterie.peer.download.DownloadManager;
import io.coterie.peer.download.DownloadNetwork;
import io.coterie.peer.download.DownloadRequest;
import io.coterie.peer.download.FileDirectory;
import io.coterie.peer.download.RemoteFile;
import io.coterie.peer.download.SourceReport;
import io.coterie.peer.download.TransferState;
import io.coterie.peer.fetch.FetchResources;
import io.coterie.peer.fetch.Grant;
import io.coterie.peer.fetch.GrantSource;
import io.coterie.peer.limit.RateLimit;
import io.coterie.peer.source.PeerChannels;
import io.coterie.peer.source.PeerConnection;
import io.coterie.peer.source.SourceInfo;
import io.coterie.peer.store.Catalog;
import io.coterie.peer.store.PeerHome;
import io.coterie.peer.store.SharedFile;
import io.coterie.rpc.auth.CertificateAuthenticator;
import io.coterie.rpc.auth.CertificateCaller;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.server.RpcServer;
import io.coterie.rpc.server.RpcServerBuilder;
import io.coterie.rpc.testing.ManualScheduler;
import io.coterie.rpc.tls.Identity;
import io.coterie.rpc.tls.PeerId;
import io.coterie.rpc.tls.PeerKey;
import io.coterie.rpc.tls.SwitchableKeyManager;
import io.coterie.rpc.tls.SwitchableTrustManager;
import io.coterie.rpc.tls.Tls;
import io.coterie.rpc.tls.TrustAnchors;
import io.coterie.rpc.v1.Auth;
import io.grpc.ManagedChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both sides as they are, over mutual TLS on the loopback interface. Owns the time. */
final class SwarmOverTlsIT {
  private static final int MIB = 1 << 20;

  @TempDir Path folder;

  private final ServeFixture serving = new ServeFixture();
  private final ManualScheduler time = new ManualScheduler();
  private final RateLimit limit = new RateLimit(time::nanoTime);
  private final List<RpcServer> servers = new ArrayList<>();
  private final List<SourceInfo> sources = new ArrayList<>();
  private final byte[] content = SampleContent.dense(24 * MIB + 7);
  private SharedFile share;
  private Identity bob;
  private FetchResources resources;
  private FileHasher hasher;
  private PeerHome home;
  private PeerChannels channels;
  private DownloadManager downloads;

  @BeforeEach
  void start() throws Exception {
    share = LargeShare.of(folder.resolve("shared"), GROUP, content);
    serving.catalog.add(share);
    for (String user : List.of("alice", "carol", "dave")) {
      serve(user);
    }
    bob = ServeFixture.AUTHORITY.issue("bob");
    resources =
        new FetchResources(
            Executors.newFixedThreadPool(2), time, time::nanoTime, limit, serving.frames);
    hasher = new FileHasher(1);
    home = PeerHome.open(folder.resolve("home"), "127.0.0.1:1");
    channels = new PeerChannels(Tls.client(trust(), new SwitchableKeyManager(bob)), time);
    Directory tracker = new Directory();
    downloads =
        new DownloadManager(
            new DownloadEnvironment(
                new DownloadNetwork(
                    tracker,
                    (group, name) -> CompletableFuture.completedFuture(List.copyOf(sources)),
                    tracker,
                    channels),
                resources,
                home.user("bob", time),
                new Catalog(),
                hasher,
                InstantSource.system(),
                () -> 7));
    downloads.open().join();
  }

  @AfterEach
  void stop() throws Exception {
    downloads.close();
    channels.close();
    resources.close();
    hasher.close();
    home.close();
    servers.forEach(RpcServer::close);
    serving.close();
  }

  private void serve(String user) throws Exception {
    Identity identity = ServeFixture.AUTHORITY.issue(user);
    RpcServer server =
        new RpcServerBuilder(
                new HostPort("127.0.0.1", 0),
                Tls.server(new SwitchableKeyManager(identity), trust()))
            .service(serving.service)
            .authenticate(Auth.AUTH_CERTIFICATE, new CertificateAuthenticator())
            .start();
    servers.add(server);
    sources.add(
        new SourceInfo(
            user,
            PeerId.of(identity.certificate().getPublicKey()),
            List.of("127.0.0.1:" + server.port()),
            true));
  }

  private static SwitchableTrustManager trust() {
    return new SwitchableTrustManager(
        TrustAnchors.of(List.of(ServeFixture.AUTHORITY.certificate())));
  }

  private void until(Callable<Boolean> condition) {
    await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(60)).until(condition);
  }

  private void passTimeUntil(Callable<Boolean> condition) {
    until(
        () -> {
          if (condition.call()) {
            return true;
          }
          time.advance(Duration.ofMillis(100));
          return false;
        });
  }

  private long verified() {
    return downloads.list().get(0).verifiedBytes();
  }

  @Test
  void aFileComesFromThreePeersOfWhichOneIsLostHalfWay() throws Exception {
    limit.set(4 * MIB);
    Path destination = folder.toRealPath().resolve("copy");
    String id =
        downloads
            .start(new DownloadRequest("photos", share.name(), destination, false))
            .join()
            .id();
    passTimeUntil(
        () -> {
          List<SourceReport> reports = downloads.explain(id).join().sources();
          return reports.size() == 3
              && reports.stream().allMatch(source -> source.verifiedBytes() > 0);
        });
    passTimeUntil(() -> verified() >= 8 * MIB);
    assertThat(verified()).as("half-way").isLessThan(content.length);
    List<SourceReport> reports = downloads.explain(id).join().sources();
    assertThat(reports).extracting(SourceReport::heldPieces).containsOnly(25);
    servers.get(1).close();
    limit.set(0);
    passTimeUntil(() -> downloads.list().get(0).state() == TransferState.COMPLETE);
    assertThat(Files.mismatch(destination, folder.resolve("shared"))).isEqualTo(-1);
  }

  @Test
  void aPeerThatCannotProveWhoItIsGetsNothingAndGivesNothing() throws Exception {
    SourceInfo real = sources.get(0);
    PeerId other = PeerId.of(bob.certificate().getPublicKey());
    sources.clear();
    sources.add(new SourceInfo("mallory", other, real.endpoints(), true));
    String id =
        downloads
            .start(new DownloadRequest("photos", share.name(), folder.resolve("copy"), false))
            .join()
            .id();
    passTimeUntil(
        () ->
            downloads.explain(id).join().sources().stream()
                .anyMatch(source -> source.state().contains("cannot be reached")));
    assertThat(serving.uploads.total()).isZero();
    sources.set(0, real);
    passTimeUntil(() -> downloads.list().get(0).state() == TransferState.COMPLETE);
  }

  @Test
  void connectionsAreSharedAndOutliveTheirLastClaimForAWhile() {
    SourceInfo peer = sources.get(0);
    String endpoint = peer.endpoints().get(0);
    PeerConnection one = channels.open(peer.peerId(), endpoint);
    PeerConnection two = channels.open(peer.peerId(), endpoint);
    ManagedChannel channel = (ManagedChannel) one.control();
    ManagedChannel content = (ManagedChannel) one.content();
    assertThat(content).isNotSameAs(channel);
    assertThat(two.control()).isSameAs(channel);
    assertThat(two.content()).isSameAs(content);
    one.close();
    one.close();
    time.advance(PeerChannels.LINGER.plusSeconds(1));
    assertThat(channel.isShutdown()).as("claimed still").isFalse();
    two.close();
    time.advance(PeerChannels.LINGER.dividedBy(2));
    PeerConnection three = channels.open(peer.peerId(), endpoint);
    assertThat(three.control()).isSameAs(channel);
    time.advance(PeerChannels.LINGER);
    assertThat(channel.isShutdown()).as("claimed again").isFalse();
    three.close();
    time.advance(PeerChannels.LINGER.plusSeconds(1));
    assertThat(channel.isShutdown()).isTrue();
    assertThat(content.isShutdown()).isTrue();
    PeerConnection four = channels.open(peer.peerId(), endpoint);
    assertThat(four.control()).isNotSameAs(channel);
    channels.close();
    assertThat(((ManagedChannel) four.control()).isShutdown()).isTrue();
    assertThat(((ManagedChannel) four.content()).isShutdown()).as("made too late").isTrue();
  }

  private final class Directory implements FileDirectory, GrantSource {
    @Override
    public CompletableFuture<RemoteFile> find(String group, String name) {
      return CompletableFuture.completedFuture(
          new RemoteFile(group, name, share.id(), content.length));
    }

    @Override
    public CompletableFuture<Void> share(RemoteFile file) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> withdraw(String group, String name) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Grant> grant(String group) {
      PeerKey key = PeerKey.of(bob.certificate().getPublicKey());
      CertificateCaller caller = new CertificateCaller("bob", key.peerId(), key.thumbprint());
      return CompletableFuture.completedFuture(
          new Grant(serving.grant(caller), GROUP, serving.clock.instant().plusSeconds(300)));
    }

    @Override
    public CompletableFuture<Grant> newerThan(String group, Grant refused) {
      return grant(group);
    }
  }
}
