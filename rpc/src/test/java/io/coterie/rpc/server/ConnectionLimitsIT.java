package io.coterie.rpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.testing.TestAuthority;
import io.coterie.rpc.tls.SwitchableKeyManager;
import io.coterie.rpc.tls.SwitchableTrustManager;
import io.coterie.rpc.tls.Tls;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionLimitsIT {

  private final TestAuthority authority = new TestAuthority();
  private final List<AutoCloseable> resources = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : resources) {
      resource.close();
    }
  }

  @Test
  void theOldestHandshakeGivesWayToNewOnes() throws Exception {
    RpcServer server = serve(new ConnectionLimits(2, 2, 4));
    List<Socket> silent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      silent.add(connect(server));
    }
    assertThat(isHealthy(channel(server))).isTrue();
    for (Socket socket : silent.subList(0, 16)) {
      assertThat(isClosed(socket)).isTrue();
    }
  }

  @Test
  void connectionsBeyondTheNumberForOneAddressAreClosed() {
    RpcServer server = serve(new ConnectionLimits(10, 2, 4));
    ManagedChannel first = channel(server);
    assertThat(isHealthy(first)).isTrue();
    assertThat(isHealthy(channel(server))).isTrue();
    ManagedChannel surplus = channel(server);
    assertThat(isHealthy(surplus)).isFalse();
    assertThat(isHealthy(first)).isTrue();

    first.shutdownNow();

    await().until(() -> isHealthy(surplus));
  }

  @Test
  void connectionsBeyondTheTotalAreClosed() {
    RpcServer server = serve(new ConnectionLimits(1, 1, 4));
    assertThat(isHealthy(channel(server))).isTrue();
    assertThat(isHealthy(channel(server))).isFalse();
  }

  private RpcServer serve(ConnectionLimits limits) {
    RpcServer server =
        new RpcServerBuilder(
                new HostPort("127.0.0.1", 0),
                Tls.server(new SwitchableKeyManager(authority.server("127.0.0.1"))))
            .connections(limits)
            .start();
    resources.add(server);
    return server;
  }

  private Socket connect(RpcServer server) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    resources.add(socket);
    return socket;
  }

  private ManagedChannel channel(RpcServer server) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(
                "127.0.0.1",
                server.port(),
                Tls.client(new SwitchableTrustManager(authority.anchors())))
            .build();
    resources.add(channel::shutdownNow);
    return channel;
  }

  private static boolean isClosed(Socket socket) throws IOException {
    socket.setSoTimeout(30_000);
    try {
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }

  private static boolean isHealthy(ManagedChannel channel) {
    try {
      channel.resetConnectBackoff();
      var unused =
          HealthGrpc.newBlockingStub(channel)
              .withDeadlineAfter(30, TimeUnit.SECONDS)
              .check(HealthCheckRequest.getDefaultInstance());
      return true;
    } catch (io.grpc.StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).isEqualTo(io.grpc.Status.Code.UNAVAILABLE);
      return false;
    }
  }
}
