package io.coterie.tracker.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.server.RpcServer;
import io.coterie.rpc.server.RpcServerBuilder;
import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.tls.Pem;
import io.coterie.rpc.tls.SwitchableTrustManager;
import io.coterie.rpc.tls.Tls;
import io.coterie.rpc.tls.TrustAnchors;
import io.coterie.tracker.group.GrantClaims;
import io.coterie.tracker.grpc.TrustGrpcService;
import io.coterie.tracker.v1.GetTrustBundleRequest;
import io.coterie.tracker.v1.GetTrustBundleResponse;
import io.coterie.tracker.v1.TrustServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and certificates replaced under a running tracker, over real sockets. Owns the clock. */
class RotationIT {
  @TempDir Path folder;
  private final Instant begin = Instant.now();
  private final KeyPair oldKey = Keys.generate();
  private final X509Certificate oldAuthority = TestCertificates.root("old", oldKey, begin);
  private final KeyPair newKey = Keys.generate();
  private final X509Certificate newAuthority = TestCertificates.root("new", newKey, begin);
  private Instant now = begin;
  private LiveTrust trust;
  private ServingIdentity identity;
  private RpcServer server;

  @BeforeEach
  void start() throws IOException {
    Pem.writeKey(folder.resolve("ca.key"), oldKey.getPrivate());
    Pem.writeCertificates(folder.resolve("ca.crt"), List.of(oldAuthority));
    Pem.writeKey(folder.resolve("grant.key"), Keys.generate().getPrivate());
    trust = LiveTrust.open(TrustFolder.supplied(folder), () -> now);
    identity = new ServingIdentity(trust, List.of("127.0.0.1"), () -> now);
    server =
        new RpcServerBuilder(new HostPort("127.0.0.1", 0), Tls.server(identity.keys()))
            .service(new TrustGrpcService("deployment", trust, () -> now))
            .start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void oneAuthorityReplacesAnotherWithBothTrustedMeanwhile() throws Exception {
    assertThat(bundle(oldAuthority).getCaCertificatesCount()).isEqualTo(1);
    ManagedChannel standing = channel(oldAuthority);
    BlockingQueue<String> heard = watch(standing);
    assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("SERVING");

    Pem.writeCertificates(folder.resolve("ca.crt"), List.of(oldAuthority, newAuthority));
    refresh();
    assertThat(bundle(oldAuthority).getCaCertificatesCount()).isEqualTo(2);
    assertUntrusted(newAuthority);

    Pem.writeKey(folder.resolve("ca.key"), newKey.getPrivate());
    refresh();
    assertThat(bundle(newAuthority).getCaCertificatesCount()).isEqualTo(2);
    assertUntrusted(oldAuthority);

    Pem.writeCertificates(folder.resolve("ca.crt"), List.of(newAuthority));
    refresh();
    assertThat(bundle(newAuthority).getCaCertificatesCount()).isEqualTo(1);
    server.setServing(false);
    assertThat(heard.poll(30, TimeUnit.SECONDS)).as("over the connection").isEqualTo("NOT_SERVING");
    standing.shutdownNow();
  }

  @Test
  void grantKeysArePublishedBeforeAndAfterTheySign() throws Exception {
    GrantSigner signer = new GrantSigner("deployment", trust, () -> now);
    String first = keyOf(signer);
    Path file = folder.resolve("grant.key");
    String old = Files.readString(file);
    Pem.writeKey(file, Keys.generate().getPrivate());
    String fresh = Files.readString(file);

    Files.writeString(file, old + fresh);
    refresh();
    assertThat(keyOf(signer)).isEqualTo(first);
    assertThat(published()).hasSize(2).startsWith(first);
    String second = published().get(1);

    Files.writeString(file, fresh + old);
    refresh();
    assertThat(keyOf(signer)).isEqualTo(second);
    assertThat(published()).containsExactly(second, first);
  }

  @Test
  void filesThatDoNotFitTogetherChangeNothing() throws Exception {
    Trust before = trust.get();
    Pem.writeKey(folder.resolve("ca.key"), newKey.getPrivate());
    refresh();
    assertThat(trust.get()).isSameAs(before);
    Files.delete(folder.resolve("ca.crt"));
    refresh();
    assertThat(trust.get()).isSameAs(before);

    Pem.writeCertificates(folder.resolve("ca.crt"), List.of(newAuthority));
    refresh();
    assertThat(trust.get().authority().certificate()).isEqualTo(newAuthority);
  }

  @Test
  void aServingCertificateIsReplacedAfterTwoThirdsOfItsLife() {
    X509Certificate first = shown();
    now = begin.plus(Duration.ofDays(20)).minusSeconds(1);
    refresh();
    assertThat(shown()).isEqualTo(first);

    now = now.plusSeconds(1);
    refresh();
    assertThat(shown()).isNotEqualTo(first);
    assertThat(shown().getNotAfter().toInstant()).isAfter(begin.plus(Duration.ofDays(49)));
  }

  @Test
  void aSuppliedServingCertificateIsTakenOverWhenItsFilesChange() throws Exception {
    KeyPair pair = Keys.generate();
    X509Certificate supplied = TestCertificates.serving(oldAuthority, oldKey, pair, begin);
    Pem.writeCertificates(folder.resolve("tls.crt"), List.of(supplied));
    Pem.writeKey(folder.resolve("tls.key"), pair.getPrivate());
    refresh();

    assertThat(shown()).isEqualTo(supplied);
    assertThat(bundle(oldAuthority).getCaCertificatesCount()).isEqualTo(1);
  }

  private void refresh() {
    trust.refresh();
    identity.refresh();
  }

  private X509Certificate shown() {
    return identity.keys().current().orElseThrow().certificate();
  }

  private static String keyOf(GrantSigner signer) throws Exception {
    return SignedJWT.parse(signer.issue(new GrantClaims("alice", "g1", 7, "thumb")).token())
        .getHeader()
        .getKeyID();
  }

  private List<String> published() {
    return bundle(oldAuthority).getGrantKeysList().stream().map(key -> key.getKeyId()).toList();
  }

  private void assertUntrusted(X509Certificate authority) {
    assertThatThrownBy(() -> bundle(authority))
        .extracting(thrown -> Failure.of(thrown).code())
        .isEqualTo(Status.Code.UNAVAILABLE);
  }

  private GetTrustBundleResponse bundle(X509Certificate trusted) {
    ManagedChannel channel = channel(trusted);
    try {
      return TrustServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(30, TimeUnit.SECONDS)
          .getTrustBundle(GetTrustBundleRequest.getDefaultInstance());
    } finally {
      channel.shutdownNow();
    }
  }

  private ManagedChannel channel(X509Certificate trusted) {
    SwitchableTrustManager anchors = new SwitchableTrustManager(TrustAnchors.of(List.of(trusted)));
    return NettyChannelBuilder.forAddress("127.0.0.1", server.port(), Tls.client(anchors)).build();
  }

  private static BlockingQueue<String> watch(ManagedChannel channel) {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    HealthGrpc.newStub(channel)
        .watch(
            HealthCheckRequest.getDefaultInstance(),
            new StreamObserver<HealthCheckResponse>() {
              @Override
              public void onNext(HealthCheckResponse response) {
                heard.add(response.getStatus().name());
              }

              @Override
              public void onError(Throwable thrown) {
                heard.add(String.valueOf(thrown));
              }

              @Override
              public void onCompleted() {
                heard.add("completed");
              }
            });
    return heard;
  }
}
