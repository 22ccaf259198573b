package io.coterie.peer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.peer.testing.FakeDeployment;
import io.coterie.peer.testing.TlsTracker;
import io.coterie.peer.v1.ControlServiceGrpc;
import io.coterie.peer.v1.GetSessionRequest;
import io.coterie.peer.v1.GetStatusRequest;
import io.coterie.peer.v1.LoginRequest;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a peer keeps to itself. */
class PeerSecretsIT {
  @TempDir Path folder;
  private final FakeDeployment deployment =
      new FakeDeployment("deployment-1", InstantSource.system());
  private TlsTracker tracker;
  private ControlledPeer peer;

  @BeforeEach
  void start() throws IOException {
    deployment.group("photos").add("alice").add("bob");
    tracker = new TlsTracker(deployment, folder);
    peer = ControlledPeer.start(tracker, folder.resolve("home"));
  }

  @AfterEach
  void stop() {
    peer.close();
    tracker.close();
  }

  private static void refused(ThrowingCallable call, ErrorReason reason) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            thrown -> assertThat(Failure.of(thrown).reason()).isEqualTo(reason));
  }

  @Test
  void isControlledOnlyWithTheToken() {
    refused(
        () ->
            ControlServiceGrpc.newBlockingStub(peer.channel())
                .getStatus(GetStatusRequest.getDefaultInstance()),
        ErrorReason.ERROR_REASON_CONTROL_TOKEN_INVALID);
  }

  @Test
  void leavesNoTokenAndNoPasswordOnDiskOrInTheLog() throws IOException {
    peer.login("alice");
    String token =
        peer.control().getSession(GetSessionRequest.getDefaultInstance()).getSessionToken();
    refused(
        () ->
            peer.control()
                .login(LoginRequest.newBuilder().setUser("alice").setPassword("s3cr3t").build()),
        ErrorReason.ERROR_REASON_CREDENTIALS_WRONG);
    try (Stream<Path> files = Files.walk(folder.resolve("home"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(token, "alice's password", "s3cr3t");
      }
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(peer.process().controlFile())))
        .isEqualTo("rw-------");
  }
}
