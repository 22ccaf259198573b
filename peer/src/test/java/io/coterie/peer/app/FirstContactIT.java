package io.coterie.peer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.coterie.peer.testing.FakeDeployment;
import io.coterie.peer.testing.TlsTracker;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.operations.OperationsSettings;
import io.coterie.rpc.testing.TestAuthority;
import io.coterie.rpc.tls.Certificates;
import io.coterie.rpc.tls.Pem;
import io.coterie.rpc.tls.TrustSource;
import io.coterie.rpc.v1.ErrorReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A peer whose user has confirmed the authority of the trackers, and what becomes of that. */
class FirstContactIT {
  @TempDir Path folder;
  private final FakeDeployment deployment =
      new FakeDeployment("deployment-1", InstantSource.system());
  private final TestAuthority old = deployment.authority();
  private final TestAuthority fresh = new TestAuthority();
  private Path home;
  private TrustSource source;
  private TlsTracker tracker;
  private ControlledPeer peer;

  @BeforeEach
  void start() throws IOException {
    home = folder.resolve("home");
    source = new TrustSource(Optional.empty(), List.of(), home);
    tracker = new TlsTracker(deployment, folder);
    peer = ControlledPeer.start(settings());
  }

  @AfterEach
  void stop() {
    peer.close();
    tracker.close();
  }

  private PeerSettings settings() {
    return new PeerSettings(
        new HostPort("127.0.0.1", 0),
        Optional.empty(),
        tracker.trackerInfo(),
        Optional.empty(),
        home,
        OperationsSettings.NONE);
  }

  private void restart() throws IOException {
    peer.close();
    peer = ControlledPeer.start(settings());
  }

  private Failure refusedLogin() {
    return Failure.of(catchThrowable(() -> peer.login("alice")));
  }

  private void confirm(TestAuthority authority) throws IOException {
    source.known().remember("deployment-1", List.of(authority.certificate()));
  }

  @Test
  void nobodyIsTrustedSilentlyAndWhatIsConfirmedCountsAtOnce() throws IOException {
    Failure refused = refusedLogin();
    assertThat(refused.reason()).isEqualTo(ErrorReason.ERROR_REASON_TRACKER_NOT_TRUSTED);
    assertThat(refused.message()).contains("--ca FILE", "ca-sha256", "confirm its fingerprint");

    confirm(old);
    assertThat(peer.login("alice").getUser()).isEqualTo("alice");
  }

  @Test
  void aSuccessorThatIsVouchedForIsTakenOverWithoutAsking() throws IOException {
    confirm(old);
    deployment.name(old, fresh);
    peer.login("alice");
    assertThat(Pem.readCertificates(home.resolve("known_ca.pem")))
        .containsExactly(old.certificate(), fresh.certificate());

    tracker.show(fresh);
    deployment.certifyBy(fresh);
    deployment.name(fresh);
    restart();
    assertThat(peer.login("alice").getUser()).isEqualTo("alice");
    assertThat(Pem.readCertificates(home.resolve("known_ca.pem")))
        .containsExactly(fresh.certificate());
  }

  @Test
  void anyOtherAuthorityIsRefusedWithWhatToDo() throws IOException {
    confirm(old);
    peer.login("alice");
    tracker.show(fresh);
    restart();

    Failure refused = refusedLogin();
    assertThat(refused.reason()).isEqualTo(ErrorReason.ERROR_REASON_TRACKER_NOT_TRUSTED);
    assertThat(refused.message())
        .contains(
            Certificates.fingerprint(fresh.certificate()), "delete " + home + "/known_ca.pem");

    confirm(fresh);
    deployment.certifyBy(fresh);
    deployment.name(fresh);
    assertThat(peer.login("alice").getUser()).as("confirmed again").isEqualTo("alice");
  }

  @Test
  void whatIsConfirmedIsGoodForOneDeploymentOnly() throws IOException {
    source.known().remember("deployment-2", List.of(old.certificate()));

    Failure refused = refusedLogin();
    assertThat(refused.reason()).isEqualTo(ErrorReason.ERROR_REASON_TRACKER_NOT_TRUSTED);
    assertThat(refused.message()).contains("was confirmed for deployment deployment-2");
    assertThat(deployment.logins().certified()).as("no password was sent").isEmpty();
  }
}
