package io.coterie.peer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.coterie.peer.testing.FakeDeployment;
import io.coterie.peer.testing.TlsTracker;
import io.coterie.peer.v1.ChunkServiceGrpc;
import io.coterie.peer.v1.GetPieceHashesRequest;
import io.coterie.peer.v1.LogoutRequest;
import io.coterie.rpc.log.LogFormat;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.operations.OperationsSettings;
import io.coterie.rpc.tls.PeerId;
import io.coterie.rpc.tls.Pem;
import io.coterie.rpc.tls.SwitchableTrustManager;
import io.coterie.rpc.tls.Tls;
import io.coterie.rpc.tls.TrustAnchors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ports for those who run a peer. */
class OperationsIT {
  /** Four pieces, the last of them short. */
  private static final int SIZE = 3_500_000;

  private static final int PIECES = 4;

  @TempDir Path folder;
  private final FakeDeployment deployment =
      new FakeDeployment("deployment-1", InstantSource.system());
  private TlsTracker tracker;

  @BeforeEach
  void start() throws IOException {
    deployment.group("photos").add("alice").add("bob");
    tracker = new TlsTracker(deployment, folder);
  }

  @AfterEach
  void stop() {
    tracker.close();
  }

  @Test
  void figuresTellOfATransferOnBothSidesAndOfNobody() throws Exception {
    HostPort seeds = free();
    HostPort leeches = free();
    byte[] content = new byte[SIZE];
    new Random(1).nextBytes(content);
    Path original = Files.write(folder.resolve("holiday.jpg"), content);
    try (ControlledPeer alice = start("alice", seeds);
        ControlledPeer bob = start("bob", leeches)) {
      alice.login("alice");
      alice.share("photos", original);
      bob.login("bob");
      bob.download("photos", "holiday.jpg", folder.resolve("copy.jpg"));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> value(figures(leeches), "coterie_peer_downloads{state=\"complete\"}") == 1);

      String sent = figures(seeds);
      assertThat(value(sent, "coterie_peer_sent_bytes_total")).isEqualTo(SIZE);
      assertThat(value(sent, "coterie_peer_pieces_sent_total")).isEqualTo(PIECES);
      assertThat(value(sent, "coterie_peer_files_serving")).isEqualTo(1);
      assertThat(value(sent, "coterie_peer_connections{direction=\"in\"}")).isPositive();
      assertThat(value(sent, "coterie_peer_budget_limit_bytes{budget=\"send_ahead\"}"))
          .isEqualTo(32 << 20);
      assertThat(
              value(
                  sent,
                  "grpc_server_call_started_total"
                      + "{grpc_method=\"coterie.peer.v1.ChunkService/ReadPieces\"}"))
          .isPositive();

      String received = figures(leeches);
      assertThat(value(received, "coterie_peer_received_bytes_total")).isEqualTo(SIZE);
      assertThat(value(received, "coterie_peer_pieces_received_total")).isEqualTo(PIECES);
      assertThat(value(received, "coterie_peer_frames_received_total"))
          .isGreaterThanOrEqualTo(PIECES);
      assertThat(value(received, "coterie_peer_frames_copied_twice_total"))
          .isLessThanOrEqualTo(value(received, "coterie_peer_frames_received_total"));
      assertThat(value(received, "coterie_peer_sent_bytes_total")).isZero();
      assertThat(value(received, "coterie_peer_sessions")).isEqualTo(1);
      assertThat(value(received, "coterie_peer_trackers_attached")).isEqualTo(1);
      assertThat(value(received, "coterie_peer_downloads{state=\"running\"}")).isZero();
      // Streams end, and what they were lent is given back.
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                assertThat(value(figures(seeds), "coterie_peer_streams_serving")).isZero();
                assertThat(value(figures(leeches), "coterie_peer_buffers_lent")).isZero();
                assertThat(
                        value(
                            figures(leeches),
                            "coterie_peer_budget_lent_bytes{budget=\"in_flight\"}"))
                    .isZero();
              });
      for (String figures : new String[] {sent, received}) {
        assertThat(figures).doesNotContain("alice", "bob", "photos", "holiday", "127.0.0.1");
      }
    }
  }

  @Test
  void whatIsRefusedIsCountedByItsReason() throws Exception {
    HostPort metrics = free();
    try (ControlledPeer alice = start("alice", metrics)) {
      PeerId id = new PeerId(alice.login("alice").getPeerId());
      HostPort address = alice.process().listening();
      ManagedChannel stranger =
          Grpc.newChannelBuilder(
                  address.toString(),
                  Tls.client(
                      new SwitchableTrustManager(
                          TrustAnchors.of(Pem.readCertificates(tracker.caFile())))))
              .overrideAuthority(id.authority())
              .build();
      try {
        for (int i = 0; i < 3; i++) {
          assertThatThrownBy(
                  () ->
                      ChunkServiceGrpc.newBlockingStub(stranger)
                          .withDeadlineAfter(20, TimeUnit.SECONDS)
                          .getPieceHashes(GetPieceHashesRequest.getDefaultInstance()))
              .isInstanceOf(StatusRuntimeException.class);
        }
      } finally {
        stranger.shutdownNow();
      }

      assertThat(
              value(
                  figures(metrics),
                  "coterie_calls_refused_total"
                      + "{grpc_method=\"coterie.peer.v1.ChunkService/GetPieceHashes\","
                      + "reason=\"CERTIFICATE_MISSING\"}"))
          .isEqualTo(3);
    }
  }

  @Test
  void isAliveFromTheStartAndReadyWhileAUserIsLoggedIn() throws IOException {
    HostPort health = free();
    ManagedChannel kubelet =
        Grpc.newChannelBuilder(health.toString(), InsecureChannelCredentials.create()).build();
    try (ControlledPeer peer =
        ControlledPeer.start(
            ControlledPeer.settings(tracker, folder.resolve("home"), healthOn(health)))) {
      assertThat(status(kubelet, "liveness")).isEqualTo(ServingStatus.SERVING);
      assertThat(status(kubelet, "readiness")).isEqualTo(ServingStatus.NOT_SERVING);
      peer.login("alice");
      assertThat(status(kubelet, "readiness")).isEqualTo(ServingStatus.SERVING);
      assertThat(status(kubelet, "")).isEqualTo(ServingStatus.SERVING);
      peer.login("alice");
      assertThat(status(kubelet, "readiness")).isEqualTo(ServingStatus.SERVING);
      var unused = peer.control().logout(LogoutRequest.getDefaultInstance());
      assertThat(status(kubelet, "readiness")).isEqualTo(ServingStatus.NOT_SERVING);
      assertThat(status(kubelet, "liveness")).isEqualTo(ServingStatus.SERVING);
    } finally {
      kubelet.shutdownNow();
    }
  }

  @Test
  void aPortThatCannotBeOpenedIsNamedAndNothingIsLeftRunning() throws IOException {
    Path home = folder.resolve("home");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      HostPort address = new HostPort("127.0.0.1", taken.getLocalPort());
      assertThatThrownBy(
              () -> PeerProcess.start(ControlledPeer.settings(tracker, home, figuresOn(address))))
          .isInstanceOf(PeerStartException.class)
          .hasMessageStartingWith("--metrics " + address + " cannot be listened on (");
      assertThatThrownBy(
              () -> PeerProcess.start(ControlledPeer.settings(tracker, home, healthOn(address))))
          .isInstanceOf(PeerStartException.class)
          .hasMessageStartingWith(address + " is in use by another process");
    }
    PeerProcess.start(ControlledPeer.settings(tracker, home, OperationsSettings.NONE)).close();
  }

  private ControlledPeer start(String home, HostPort metrics) throws IOException {
    return ControlledPeer.start(
        ControlledPeer.settings(tracker, folder.resolve(home), figuresOn(metrics)));
  }

  private static OperationsSettings figuresOn(HostPort metrics) {
    return new OperationsSettings(Optional.empty(), Optional.of(metrics), LogFormat.text);
  }

  private static OperationsSettings healthOn(HostPort health) {
    return new OperationsSettings(Optional.of(health), Optional.empty(), LogFormat.text);
  }

  private static ServingStatus status(ManagedChannel kubelet, String service) {
    return HealthGrpc.newBlockingStub(kubelet)
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  private static String figures(HostPort metrics) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://" + metrics + "/metrics"))
                .timeout(Duration.ofSeconds(20))
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  /** The value of a series, named as Prometheus does; there must be exactly one. */
  private static double value(String figures, String series) {
    String[] values =
        figures
            .lines()
            .filter(line -> line.startsWith(series + " "))
            .map(line -> line.substring(series.length() + 1))
            .toArray(String[]::new);
    assertThat(values).as(series + " in\n" + figures).hasSize(1);
    return Double.parseDouble(values[0]);
  }

  /** A port outside the range from which the kernel picks those of outgoing connections. */
  private static HostPort free() {
    IOException taken = new IOException();
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return new HostPort("127.0.0.1", socket.getLocalPort());
      } catch (IOException e) {
        taken = e;
      }
    }
    throw new AssertionError("no free port in 100 attempts", taken);
  }
}
