package io.coterie.tracker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.rpc.log.LogFormat;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.operations.OperationsSettings;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ports for those who run a tracker. */
class OperationsIT {

  @TempDir Path folder;

  private HostPort health;
  private HostPort metrics;
  private ManagedChannel kubelet;

  @BeforeEach
  void choosePorts() {
    health = free();
    metrics = free();
    kubelet =
        Grpc.newChannelBuilder(health.toString(), InsecureChannelCredentials.create()).build();
  }

  @AfterEach
  void hangUp() throws InterruptedException {
    kubelet.shutdownNow();
    assertThat(kubelet.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whileTheStoreIsAwayTheTrackerIsAliveAndNotReady() throws SQLException {
    try (Tracker tracker = start()) {
      assertThat(status("")).isEqualTo(ServingStatus.SERVING);
      assertThat(status("readiness")).isEqualTo(ServingStatus.SERVING);
      assertThat(status("liveness")).isEqualTo(ServingStatus.SERVING);

      try (Connection other =
              DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("tracker/coterie.db"));
          Statement statement = other.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        await("readiness", ServingStatus.NOT_SERVING);
        assertThat(status("")).isEqualTo(ServingStatus.NOT_SERVING);
        assertThat(status("liveness")).isEqualTo(ServingStatus.SERVING);
        statement.execute("ROLLBACK");
      }
      await("readiness", ServingStatus.SERVING);
      assertThat(tracker.address().port()).isPositive();
    }
  }

  @Test
  void theHealthPortServesHealthAlone() {
    try (Tracker tracker = start()) {
      CompletableFuture<Throwable> answer = new CompletableFuture<>();
      ServerReflectionGrpc.newStub(kubelet)
          .serverReflectionInfo(
              new StreamObserver<>() {
                @Override
                public void onNext(io.grpc.reflection.v1.ServerReflectionResponse response) {
                  answer.complete(new AssertionError("served"));
                }

                @Override
                public void onError(Throwable thrown) {
                  answer.complete(thrown);
                }

                @Override
                public void onCompleted() {
                  answer.complete(new AssertionError("served"));
                }
              });

      assertThat(answer)
          .succeedsWithin(Duration.ofSeconds(20))
          .extracting(thrown -> Status.fromThrowable(thrown).getCode())
          .isEqualTo(Status.Code.UNIMPLEMENTED);
      assertThatThrownBy(() -> status("coterie.tracker.v1.FileService"))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("NOT_FOUND");
      assertThat(tracker.address()).isNotEqualTo(health);
    }
  }

  @Test
  void figuresTellOfCallsPeersAndTheStoreAndOfNobody() throws Exception {
    try (Tracker tracker = start();
        TrackerClient client = TrackerClient.of(tracker.address(), folder)) {
      client.joins("mallory-the-unmistakable");
      client.joins("mallory-the-second");

      String figures = figures();
      assertThat(value(figures, "grpc_server_call_started_total", "AccountService/CreateUser"))
          .isEqualTo(2);
      assertThat(value(figures, "grpc_server_call_duration_seconds_count", "SessionService/Login"))
          .isEqualTo(2);
      assertThat(
              value(
                  figures,
                  "coterie_store_transaction_duration_seconds_count",
                  "kind=\"write\",outcome=\"done\""))
          .isGreaterThan(3);
      assertThat(figures)
          .contains(
              "\ncoterie_peers_attached ",
              "\ncoterie_sessions ",
              "\ncoterie_groups ",
              "\ncoterie_events_lag_seconds ",
              "\ncoterie_calls_running ",
              "\ncoterie_calls_waiting ",
              "\ncoterie_store_waiting ",
              "\ncoterie_store_connections_busy{kind=\"read\"",
              "\ncoterie_store_connections_limit{kind=\"read\"")
          .doesNotContain("mallory", client.token());
    }
  }

  @Test
  void callsOfUnknownMethodsMakeOneSeriesTogether() throws Exception {
    try (Tracker tracker = start();
        TrackerClient client = TrackerClient.of(tracker.address(), folder)) {
      for (int i = 0; i < 20; i++) {
        client.callsUnknownMethod("made.up.Service" + i + "/Method" + i);
      }

      assertThat(figures()).doesNotContain("made.up");
    }
  }

  @Test
  void portsThatCannotBeOpenedAreNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      HostPort address = new HostPort("127.0.0.1", taken.getLocalPort());
      metrics = address;
      assertThatThrownBy(this::start)
          .isInstanceOf(StartException.class)
          .hasMessageContaining("--metrics " + address);
      metrics = free();
      health = address;
      assertThatThrownBy(this::start)
          .isInstanceOf(StartException.class)
          .hasMessageContaining(address + " is in use by another process");
    }
    // Whoever failed to start has given back what it had opened.
    health = free();
    start().close();
  }

  private Tracker start() {
    return Tracker.start(
        TestSettings.embedded(
            folder,
            0,
            new OperationsSettings(Optional.of(health), Optional.of(metrics), LogFormat.text)),
        InstantSource.system());
  }

  private ServingStatus status(String service) {
    return HealthGrpc.newBlockingStub(kubelet)
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  private void await(String service, ServingStatus expected) {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> status(service) == expected);
  }

  private String figures() throws InterruptedException, ExecutionException {
    return HttpClient.newHttpClient()
        .sendAsync(
            HttpRequest.newBuilder(URI.create("http://" + metrics + "/metrics")).build(),
            BodyHandlers.ofString())
        .get()
        .body();
  }

  private static double value(String figures, String name, String labels) {
    return figures
        .lines()
        .filter(line -> line.startsWith(name + "{") && line.contains(labels))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** A port outside the range from which the kernel picks those of outgoing connections. */
  static HostPort free() {
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
