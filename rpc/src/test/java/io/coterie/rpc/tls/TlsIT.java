package io.coterie.rpc.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.coterie.peer.v1.ChunkServiceGrpc;
import io.coterie.peer.v1.ContentKey;
import io.coterie.peer.v1.GetPieceHashesRequest;
import io.coterie.peer.v1.GetPieceHashesResponse;
import io.coterie.rpc.auth.Callers;
import io.coterie.rpc.auth.CertificateAuthenticator;
import io.coterie.rpc.auth.CertificateCaller;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.server.RpcServer;
import io.coterie.rpc.server.RpcServerBuilder;
import io.coterie.rpc.testing.TestAuthority;
import io.coterie.rpc.v1.Auth;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TlsIT {

  private static final GetPieceHashesRequest REQUEST =
      GetPieceHashesRequest.newBuilder()
          .setContent(
              ContentKey.newBuilder()
                  .setGroupId("group-1")
                  .setRoot(ByteString.copyFrom(new byte[32])))
          .setPieceCount(1)
          .build();

  private final TestAuthority authority = new TestAuthority();
  private final TestAuthority stranger = new TestAuthority();
  private final Identity bob = authority.peer("bob");
  private final SwitchableKeyManager serverKeys = new SwitchableKeyManager(bob);
  private final SwitchableTrustManager serverTrust =
      new SwitchableTrustManager(authority.anchors());
  private final RpcServer server =
      new RpcServerBuilder(new HostPort("127.0.0.1", 0), Tls.server(serverKeys, serverTrust))
          .service(new Chunks())
          .authenticate(Auth.AUTH_CERTIFICATE, new CertificateAuthenticator())
          .start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void bothSidesAreWhoTheirCertificatesSay() {
    Identity alice = authority.peer("alice");
    assertThat(callAs(alice, authority.anchors(), authorityOf(bob)))
        .isEqualTo(
            new CertificateCaller(
                    "alice",
                    PeerId.of(alice.certificate().getPublicKey()),
                    Thumbprint.of(alice.certificate().getPublicKey()))
                .toString());
  }

  @Test
  void aPeerOfAnotherNameIsNotTalkedTo() {
    Identity alice = authority.peer("alice");
    assertUnavailable(
        () -> callAs(alice, authority.anchors(), authorityOf(authority.peer("carol"))));
  }

  @Test
  void aServerOfAnotherAuthorityIsNotTalkedTo() {
    assertUnavailable(() -> callAs(authority.peer("alice"), stranger.anchors(), authorityOf(bob)));
  }

  @Test
  void aClientOfAnotherAuthorityIsRefused() {
    assertUnavailable(() -> callAs(stranger.peer("alice"), authority.anchors(), authorityOf(bob)));
  }

  @Test
  void anAnonymousClientConnectsButMayNotCall() {
    assertThatThrownBy(
            () ->
                call(Tls.client(new SwitchableTrustManager(authority.anchors())), authorityOf(bob)))
        .extracting(thrown -> Failure.of(thrown).reason())
        .isEqualTo(ErrorReason.ERROR_REASON_CERTIFICATE_MISSING);
  }

  @Test
  void aCertificateThatNamesNoPeerIsNotEnough() {
    assertThatThrownBy(
            () -> callAs(authority.server("localhost"), authority.anchors(), authorityOf(bob)))
        .extracting(thrown -> Failure.of(thrown).reason())
        .isEqualTo(ErrorReason.ERROR_REASON_CERTIFICATE_MISSING);
  }

  @Test
  void anAuthorityIsTrustedByTheFingerprintAtTheEndOfTheChain() {
    Identity alice = authority.peer("alice");
    TrustAnchors byFingerprint =
        new TrustAnchors(
            Set.of(), Set.of(Certificates.fingerprint(authority.certificate())), Optional.empty());
    assertThat(callAs(alice, byFingerprint, authorityOf(bob))).contains("alice");
    TrustAnchors other =
        new TrustAnchors(
            Set.of(), Set.of(Certificates.fingerprint(stranger.certificate())), Optional.empty());
    assertUnavailable(() -> callAs(alice, other, authorityOf(bob)));
    TrustAnchors leaf =
        new TrustAnchors(
            Set.of(), Set.of(Certificates.fingerprint(bob.certificate())), Optional.empty());
    assertUnavailable(() -> callAs(alice, leaf, authorityOf(bob)));
  }

  @Test
  void newIdentitiesAndAuthoritiesCountFromTheNextHandshake() {
    Identity alice = authority.peer("alice");
    SwitchableKeyManager aliceKeys = new SwitchableKeyManager(alice);
    SwitchableTrustManager aliceTrust = new SwitchableTrustManager(authority.anchors());
    ChannelCredentials credentials = Tls.client(aliceTrust, aliceKeys);
    assertThat(call(credentials, authorityOf(bob))).contains("alice");

    serverKeys.switchTo(stranger.peer("bob"));
    assertUnavailable(() -> call(credentials, authorityOf(bob)));
    aliceTrust.switchTo(stranger.anchors());
    Identity newBob = stranger.peer("bob");
    serverKeys.switchTo(newBob);
    assertThat(call(credentials, authorityOf(newBob))).contains("alice");

    serverTrust.switchTo(stranger.anchors());
    assertUnavailable(() -> call(credentials, authorityOf(newBob)));
    aliceKeys.switchTo(stranger.peer("alice again"));
    assertThat(call(credentials, authorityOf(newBob))).contains("alice again");

    serverKeys.clear();
    assertUnavailable(() -> call(credentials, authorityOf(newBob)));
  }

  @Test
  void aServerIsVerifiedByItsAddress() {
    serverKeys.switchTo(authority.server("127.0.0.1", "localhost"));
    assertThat(callAs(authority.peer("alice"), authority.anchors(), "127.0.0.1")).contains("alice");
    serverKeys.switchTo(authority.server("127.0.0.2", "::1"));
    assertUnavailable(() -> callAs(authority.peer("alice"), authority.anchors(), "127.0.0.1"));
    assertThat(callAs(authority.peer("alice"), authority.anchors(), "[::1]")).contains("alice");
  }

  @Test
  void nothingBelowTls13IsSpoken() throws Exception {
    assertThatThrownBy(() -> handshake("TLSv1.2")).isInstanceOf(SSLException.class);
    assertThat(handshake("TLSv1.3")).isEqualTo("TLSv1.3");
  }

  /** A client of another make, which would resume its session if the server let it. */
  @Test
  void everyHandshakeIsAFullOne() throws Exception {
    AtomicInteger verified = new AtomicInteger();
    X509TrustManager counting =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String authType) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String authType) {
            verified.incrementAndGet();
          }

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {counting}, null);
    for (int i = 0; i < 3; i++) {
      try (SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port())) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(30_000);
        socket.startHandshake();
        // The server's settings come after its ticket.
        assertThat(socket.getInputStream().read()).isNotNegative();
      }
    }
    assertThat(verified).hasValue(3);
  }

  private String handshake(String version) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new SwitchableTrustManager(authority.anchors())}, null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port())) {
      socket.setSoTimeout(30_000);
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
      return socket.getSession().getProtocol();
    }
  }

  private String callAs(Identity client, TrustAnchors trust, String peer) {
    return call(
        Tls.client(new SwitchableTrustManager(trust), new SwitchableKeyManager(client)), peer);
  }

  private String call(ChannelCredentials credentials, String peer) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.port(), credentials)
            .overrideAuthority(peer)
            .build();
    try {
      return ChunkServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(30, TimeUnit.SECONDS)
          .getPieceHashes(REQUEST)
          .getHashes()
          .toStringUtf8();
    } finally {
      channel.shutdownNow();
    }
  }

  private static String authorityOf(Identity peer) {
    return PeerId.of(peer.certificate().getPublicKey()).authority();
  }

  private static void assertUnavailable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .extracting(thrown -> Failure.of(thrown).code())
        .isEqualTo(Status.Code.UNAVAILABLE);
  }

  private static final class Chunks extends ChunkServiceGrpc.ChunkServiceImplBase {
    @Override
    public void getPieceHashes(
        GetPieceHashesRequest request, StreamObserver<GetPieceHashesResponse> observer) {
      observer.onNext(
          GetPieceHashesResponse.newBuilder()
              .setHashes(ByteString.copyFromUtf8(Callers.certificate().toString()))
              .build());
      observer.onCompleted();
    }
  }
}
