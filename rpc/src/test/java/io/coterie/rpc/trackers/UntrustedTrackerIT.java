package io.coterie.rpc.trackers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.coterie.rpc.error.Failure;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.server.RpcServer;
import io.coterie.rpc.server.RpcServerBuilder;
import io.coterie.rpc.testing.TestAuthority;
import io.coterie.rpc.tls.Certificates;
import io.coterie.rpc.tls.Pem;
import io.coterie.rpc.tls.PresentedAuthority;
import io.coterie.rpc.tls.SwitchableKeyManager;
import io.coterie.rpc.tls.SwitchableTrustManager;
import io.coterie.rpc.tls.Tls;
import io.coterie.rpc.tls.TrustSource;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.v1.GetTrustBundleRequest;
import io.coterie.tracker.v1.GetTrustBundleResponse;
import io.coterie.tracker.v1.TrustServiceGrpc;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client learns of a tracker that it has no reason to trust. */
class UntrustedTrackerIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @TempDir Path home;
  private final TestAuthority authority = new TestAuthority();
  private final SwitchableKeyManager shown =
      new SwitchableKeyManager(authority.server("127.0.0.1"));
  private final RpcServer server =
      new RpcServerBuilder(new HostPort("127.0.0.1", 0), Tls.server(shown))
          .service(new Trust())
          .start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anAuthorityThatChangedIsRefusedWithAnExplanation() throws IOException {
    TrustSource source = new TrustSource(Optional.empty(), List.of(), home);
    TestAuthority other = new TestAuthority();
    source.known().remember("deployment", List.of(other.certificate()));

    Failure failure = failureBy(source);
    assertThat(failure.reason()).isEqualTo(ErrorReason.ERROR_REASON_TRACKER_NOT_TRUSTED);
    assertThat(failure.message())
        .startsWith("tracker " + server.address() + " shows a certificate authority")
        .contains(
            Certificates.fingerprint(authority.certificate()),
            "somebody stands between",
            "Ask the operator for the fingerprint",
            "delete " + home.resolve("known_ca.pem"));
  }

  @Test
  void theRemedyBelongsToTheWayOfTrust() throws IOException {
    String pin = "0".repeat(64);
    assertThat(failureBy(new TrustSource(Optional.empty(), List.of(pin), home)).message())
        .contains("put it into trackerinfo.txt as a ca-sha256 line");
    Path file = home.resolve("named.pem");
    Pem.writeCertificates(file, List.of(new TestAuthority().certificate()));
    assertThat(failureBy(new TrustSource(Optional.of(file), List.of(), home)).message())
        .contains("put the new certificate into " + file);
  }

  @Test
  void aCertificateThatIsOnlyUnfitIsNoOtherAuthority() throws IOException {
    TrustSource source = new TrustSource(Optional.empty(), List.of(), home);
    source.known().remember("deployment", List.of(authority.certificate()));
    shown.switchTo(authority.server("192.0.2.1"));

    Failure failure = failureBy(source);
    assertThat(failure.reason()).isEqualTo(ErrorReason.ERROR_REASON_NO_TRACKER);
    assertThat(failure.message()).contains("showed a certificate that is not trusted");
  }

  @Test
  void aServerIsAskedWhoVouchesForIt() throws IOException {
    assertThat(PresentedAuthority.of(server.address(), TIMEOUT)).isEqualTo(authority.certificate());

    shown.switchTo(authority.server("192.0.2.1"));
    assertThatThrownBy(() -> PresentedAuthority.of(server.address(), TIMEOUT))
        .as("a certificate for another name")
        .isInstanceOf(IOException.class);
    try (ServerSocket silent = new ServerSocket(0)) {
      assertThatThrownBy(
              () ->
                  PresentedAuthority.of(
                      new HostPort("127.0.0.1", silent.getLocalPort()), Duration.ofMillis(50)))
          .isInstanceOf(IOException.class);
    }
  }

  private Failure failureBy(TrustSource source) {
    TrackerInfo info = new TrackerInfo(List.of(server.address()), List.of());
    try (TrackerChannel channel =
        TrackerChannel.to(info, Tls.client(new SwitchableTrustManager(source.resolve())))) {
      return Failure.of(
          catchThrowable(
              () ->
                  TrustServiceGrpc.newBlockingStub(channel)
                      .getTrustBundle(GetTrustBundleRequest.getDefaultInstance())));
    }
  }

  private static final class Trust extends TrustServiceGrpc.TrustServiceImplBase {
    @Override
    public void getTrustBundle(
        GetTrustBundleRequest request, StreamObserver<GetTrustBundleResponse> observer) {
      observer.onNext(GetTrustBundleResponse.getDefaultInstance());
      observer.onCompleted();
    }
  }
}
