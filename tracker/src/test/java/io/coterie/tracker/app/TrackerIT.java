package io.coterie.tracker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.coterie.rpc.auth.BearerToken;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.operations.OperationsSettings;
import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.tls.SwitchableTrustManager;
import io.coterie.rpc.tls.Tls;
import io.coterie.rpc.tls.TrustSource;
import io.coterie.tracker.testing.Actor;
import io.coterie.tracker.v1.AccountServiceGrpc;
import io.coterie.tracker.v1.Announcement;
import io.coterie.tracker.v1.AttachRequest;
import io.coterie.tracker.v1.AttachResponse;
import io.coterie.tracker.v1.CreateUserRequest;
import io.coterie.tracker.v1.Endpoint;
import io.coterie.tracker.v1.GetTrustBundleRequest;
import io.coterie.tracker.v1.GetTrustBundleResponse;
import io.coterie.tracker.v1.Hello;
import io.coterie.tracker.v1.LoginRequest;
import io.coterie.tracker.v1.LoginResponse;
import io.coterie.tracker.v1.PresenceServiceGrpc;
import io.coterie.tracker.v1.SessionServiceGrpc;
import io.coterie.tracker.v1.TrustServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole tracker on a real port. */
class TrackerIT {
  @TempDir Path folder;

  @Test
  void servesOverTlsWhatItsAuthorityVouchesFor() throws Exception {
    try (Tracker tracker = start(0)) {
      ManagedChannel channel = connect(tracker.address());
      GetTrustBundleResponse bundle =
          TrustServiceGrpc.newBlockingStub(channel)
              .getTrustBundle(GetTrustBundleRequest.getDefaultInstance());

      assertThat(bundle.getDeploymentId()).hasSize(26);
      assertThat(bundle.getCaCertificatesList()).hasSize(1);
      assertThat(bundle.getGrantKeysList()).hasSize(1);
      for (String service :
          List.of("", "coterie.tracker.v1.PresenceService", "coterie.tracker.v1.FileService")) {
        assertThat(
                HealthGrpc.newBlockingStub(channel)
                    .check(HealthCheckRequest.newBuilder().setService(service).build())
                    .getStatus())
            .isEqualTo(ServingStatus.SERVING);
      }
      channel.shutdownNow();
    }
  }

  @Test
  void aRestartOnTheSamePortFindsEverything() throws Exception {
    int port;
    GetTrustBundleResponse before;
    try (Tracker tracker = start(0)) {
      port = tracker.address().port();
      before = bundle(tracker);
    }
    try (Tracker tracker = start(port)) {
      GetTrustBundleResponse after = bundle(tracker);
      assertThat(after.toBuilder().setTrackerTime(before.getTrackerTime()).build())
          .isEqualTo(before);
    }
  }

  @Test
  void aPeerIsReachedWhereTheTrackerSeesIt() throws Exception {
    try (Tracker tracker = start(0)) {
      ManagedChannel channel = connect(tracker.address());
      LoginResponse login = joins(channel, "alice");
      BlockingQueue<AttachResponse> told = new LinkedBlockingQueue<>();
      StreamObserver<AttachRequest> peer =
          PresenceServiceGrpc.newStub(channel)
              .withCallCredentials(new BearerToken(login.getSessionToken()).toCallCredentials())
              .attach(
                  new StreamObserver<>() {
                    @Override
                    public void onNext(AttachResponse response) {
                      told.add(response);
                    }

                    @Override
                    public void onError(Throwable thrown) {}

                    @Override
                    public void onCompleted() {}
                  });
      peer.onNext(
          AttachRequest.newBuilder()
              .setHello(Hello.newBuilder().addEndpoints(Endpoint.newBuilder().setPort(9001)))
              .build());
      peer.onNext(
          AttachRequest.newBuilder()
              .setAnnouncement(Announcement.newBuilder().setLast(true))
              .build());

      AttachResponse first = told.poll(20, TimeUnit.SECONDS);
      while (first != null && first.hasTick()) {
        first = told.poll(20, TimeUnit.SECONDS);
      }
      assertThat(first).matches(AttachResponse::hasSnapshot);
      assertThat(told.poll(20, TimeUnit.SECONDS)).matches(AttachResponse::hasTick);
      assertThat(endpoints()).containsExactly("127.0.0.1:9001");
      channel.shutdownNow();
    }
    assertThat(endpoints()).isEmpty();
  }

  @Test
  void aPortInUseIsNamed() {
    try (Tracker tracker = start(0)) {
      int port = tracker.address().port();

      assertThatThrownBy(() -> start(port))
          .isInstanceOf(StartException.class)
          .hasMessage(
              "127.0.0.1:%d is in use by another process; stop it or choose another address", port);
    }
  }

  @Test
  void damagedFilesAreNamed() throws IOException, SQLException {
    start(0).close();
    Path key = folder.resolve("tracker/ca.key");
    String good = Files.readString(key);
    Files.writeString(key, "no key");
    assertThatThrownBy(() -> start(0))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("ca.key holds no unencrypted private key");
    Files.writeString(key, good);

    Path store = folder.resolve("tracker/coterie.db");
    String url = "jdbc:sqlite:" + store;
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "insert into flyway_schema_history select 999, '999', 'from the future', type, script,"
              + " checksum, installed_by, installed_on, execution_time, success"
              + " from flyway_schema_history where installed_rank = 1");
    }
    assertThatThrownBy(() -> start(0))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("newer")
        .hasMessageNotContaining("\n");

    Files.delete(store);
    Files.writeString(store, "this is no database, and has never been one".repeat(100));
    assertThatThrownBy(() -> start(0))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("coterie.db")
        .hasMessageNotContaining("\n");
  }

  private Tracker start(int port) {
    return Tracker.start(
        TestSettings.embedded(folder, port, OperationsSettings.NONE), InstantSource.system());
  }

  private ManagedChannel connect(HostPort address) throws IOException {
    SwitchableTrustManager trust =
        new SwitchableTrustManager(new TrustSource(Optional.empty(), List.of(), folder).resolve());
    return NettyChannelBuilder.forAddress(address.host(), address.port(), Tls.client(trust))
        .build();
  }

  private GetTrustBundleResponse bundle(Tracker tracker) throws IOException {
    ManagedChannel channel = connect(tracker.address());
    try {
      return TrustServiceGrpc.newBlockingStub(channel)
          .getTrustBundle(GetTrustBundleRequest.getDefaultInstance());
    } finally {
      channel.shutdownNow();
    }
  }

  private static LoginResponse joins(ManagedChannel channel, String user) {
    var unused =
        AccountServiceGrpc.newBlockingStub(channel)
            .createUser(
                CreateUserRequest.newBuilder()
                    .setRequestId(Actor.id())
                    .setUser(user)
                    .setPassword("correct horse")
                    .build());
    return SessionServiceGrpc.newBlockingStub(channel)
        .login(
            LoginRequest.newBuilder()
                .setUser(user)
                .setPassword("correct horse")
                .setCertificateSigningRequest(
                    ByteString.copyFrom(Keys.signingRequest(Keys.generate())))
                .build());
  }

  private List<String> endpoints() throws SQLException {
    String url = "jdbc:sqlite:" + folder.resolve("tracker/coterie.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("select endpoints from presence")) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }
}
