package io.coterie.shell.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.server.RpcServer;
import io.coterie.rpc.server.RpcServerBuilder;
import io.coterie.rpc.testing.TestAuthority;
import io.coterie.rpc.tls.Certificates;
import io.coterie.rpc.tls.SwitchableKeyManager;
import io.coterie.rpc.tls.Tls;
import io.coterie.rpc.tls.TrustSource;
import io.coterie.rpc.trackers.TrackerInfo;
import io.coterie.rpc.trackers.TrackerState;
import io.coterie.shell.command.Introduction.Offer;
import io.coterie.tracker.v1.GetTrustBundleRequest;
import io.coterie.tracker.v1.GetTrustBundleResponse;
import io.coterie.tracker.v1.TrustServiceGrpc;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackerIntroductionIT {
  @TempDir Path home;
  private final TestAuthority authority = new TestAuthority();
  private final SwitchableKeyManager shown =
      new SwitchableKeyManager(authority.server("127.0.0.1"));
  private TestAuthority named = authority;
  private final RpcServer server =
      new RpcServerBuilder(new HostPort("127.0.0.1", 0), Tls.server(shown))
          .service(new Trust())
          .start();
  private TrackerInfo info = new TrackerInfo(List.of(server.address()), List.of());

  @AfterEach
  void stop() {
    server.close();
  }

  private TrustSource source() {
    return new TrustSource(Optional.empty(), List.of(), home);
  }

  private TrackerIntroduction introduction() {
    return new TrackerIntroduction(info, source());
  }

  @Test
  void whatIsAcceptedIsRememberedAndNotOfferedAgain() throws IOException {
    TrackerLink link = new TrackerLink(info, source());
    assertThatThrownBy(link::ask).as("nobody is trusted silently").isInstanceOf(Refusal.class);
    HostPort dead = new HostPort("127.0.0.1", 1);
    info = new TrackerInfo(List.of(dead, server.address()), List.of());

    Offer offer = introduction().offer().orElseThrow();
    assertThat(offer)
        .isEqualTo(new Offer(server.address(), Certificates.fingerprint(authority.certificate())));
    assertThat(source().isEmpty()).as("offering changes nothing").isTrue();

    introduction().accept(offer);
    assertThat(introduction().offer()).isEmpty();
    assertThat(source().resolve().certificates()).containsExactly(authority.certificate());
    source().remembered().orElseThrow().require("deployment-1");
    assertThat(link.ask())
        .extracting(TrackerState::condition)
        .containsExactly(TrackerState.Condition.ANSWERING);
    link.close();
  }

  @Test
  void aTrackerThatTurnsOutToBeAnotherIsNotAccepted() throws IOException {
    Offer offer = introduction().offer().orElseThrow();
    named = new TestAuthority();
    assertThatThrownBy(() -> introduction().accept(offer))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("does not name its own certificate authority");
    shown.switchTo(named.server("127.0.0.1"));
    assertThatThrownBy(() -> introduction().accept(offer))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("shows another certificate authority than a moment ago");
    assertThat(source().isEmpty()).isTrue();
  }

  @Test
  void whoCannotBeReachedIsNamed() {
    server.close();

    assertThatThrownBy(() -> introduction().offer())
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("no tracker answers")
        .hasMessageContaining(info.entries().get(0).toString());
  }

  private final class Trust extends TrustServiceGrpc.TrustServiceImplBase {
    @Override
    public void getTrustBundle(
        GetTrustBundleRequest request, StreamObserver<GetTrustBundleResponse> observer) {
      observer.onNext(
          GetTrustBundleResponse.newBuilder()
              .setDeploymentId("deployment-1")
              .addCaCertificates(ByteString.copyFrom(Certificates.encode(named.certificate())))
              .build());
      observer.onCompleted();
    }
  }
}
