package io.coterie.tracker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.rpc.log.LogFormat;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.operations.OperationsSettings;
import io.coterie.tracker.presence.Capacity;
import io.coterie.tracker.sql.postgres.PostgresSettings;
import io.coterie.tracker.sql.postgres.PostgresUrl;
import io.coterie.tracker.testing.Postgres;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole trackers on one PostgreSQL database. */
final class TrackerOnPostgresIT {

  @TempDir private Path folder;
  private String database;
  private HostPort health;

  @BeforeAll
  static void requirePostgres() {
    Postgres.require();
  }

  @BeforeEach
  void makeDatabase() {
    database = Postgres.emptyDatabase();
    health = OperationsIT.free();
  }

  @AfterEach
  void dropDatabase() {
    Postgres.drop(database);
  }

  @Test
  void aTrackerIsNotReadyWhileTheDatabaseIsAwayAndFindsItAgain() throws Exception {
    try (Tracker tracker = start(keys("a"), Optional.of(health));
        TrackerClient client = TrackerClient.of(tracker.address(), folder.resolve("a"))) {
      client.joins("alice");
      ManagedChannel kubelet =
          NettyChannelBuilder.forAddress(
                  health.host(), health.port(), InsecureChannelCredentials.create())
              .build();
      assertThat(status(kubelet, "readiness")).isEqualTo(ServingStatus.SERVING);

      Postgres.execute("postgres", "alter database " + database + " allow_connections false");
      Postgres.execute(
          "postgres",
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
              + database
              + "'");
      await(kubelet, ServingStatus.NOT_SERVING);
      assertThat(status(kubelet, "")).isEqualTo(ServingStatus.NOT_SERVING);
      assertThat(status(kubelet, "liveness")).isEqualTo(ServingStatus.SERVING);

      Postgres.execute("postgres", "alter database " + database + " allow_connections true");
      await(kubelet, ServingStatus.SERVING);
      client.joins("bob");
      kubelet.shutdownNow();
      assertThat(kubelet.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(Postgres.number(database, "select count(*) from account")).isEqualTo(2);
    assertThat(Postgres.number(database, "select count(*) from tracker_lease")).isZero();
  }

  @Test
  void aTrackerWithOtherKeysIsRefused() throws IOException {
    Path keys = keys("a");
    start(keys, Optional.empty()).close();

    assertThatThrownBy(() -> start(keys("b"), Optional.empty()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("the authority")
        .hasMessageContaining("supply what the other trackers of the store have");
    start(keys, Optional.empty()).close();
  }

  @Test
  void aDatabaseThatRefusesTheUserIsNamedInOneLine() throws IOException {
    Path keys = keys("a");
    assertThatThrownBy(() -> start(keys, Postgres.url(database), "nobody"))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("the store " + Postgres.url(database) + " cannot be used")
        .message()
        .doesNotContain("\n", "secret");
  }

  private Tracker start(Path keys, Optional<HostPort> healthPort) {
    return start(keys, Postgres.url(database), "postgres", healthPort);
  }

  private Tracker start(Path keys, String url, String user) {
    return start(keys, url, user, Optional.empty());
  }

  private Tracker start(Path keys, String url, String user, Optional<HostPort> healthPort) {
    HostPort entry = new HostPort("127.0.0.1", 0);
    return Tracker.start(
        new TrackerSettings(
            1,
            entry,
            entry,
            List.of(),
            new StoreLocation.Cluster(
                PostgresSettings.of(PostgresUrl.parse(url), user, () -> Optional.of("secret"))),
            TrackerHome.open(Map.of("COTERIE_HOME", folder.resolve("home").toString())),
            Optional.of(keys),
            true,
            new Capacity(100, 10_000),
            new OperationsSettings(healthPort, Optional.empty(), LogFormat.text)),
        InstantSource.system());
  }

  /** Keys as a tracker makes them for itself, taken out of its home. */
  private Path keys(String name) throws IOException {
    Path made = folder.resolve(name);
    if (Files.exists(made)) {
      return made.resolve("tracker");
    }
    TrackerSettings settings = TestSettings.embedded(made, 0, OperationsSettings.NONE);
    Tracker.start(settings, InstantSource.system()).close();
    return settings.home().folder();
  }

  private static ServingStatus status(ManagedChannel kubelet, String service) {
    return HealthGrpc.newBlockingStub(kubelet)
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  private static void await(ManagedChannel kubelet, ServingStatus expected) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> status(kubelet, "readiness") == expected);
  }
}
