package io.coterie.e2e.attack;

import static io.coterie.e2e.attack.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.rpc.error.Failure;
import io.coterie.rpc.net.HostPort;
import io.coterie.tracker.v1.GetTrustBundleRequest;
import io.coterie.tracker.v1.TrustServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attacks below gRPC, on the port of a tracker and on that of a peer. */
class TransportIT {

  /** Half of a record that announces a ClientHello of 512 bytes. */
  private static final byte[] PART_OF_HELLO = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 252, 3, 3};

  private static final int HALF_OPEN = 3000;

  @TempDir private static Path root;
  private static ChunkPort port;

  /** Whose port is attacked. */
  enum Server {
    TRACKER {
      @Override
      HostPort address() {
        return HostPort.parse(port.house().trackerAddress(1));
      }

      @Override
      ManagedChannel connect() {
        return port.wire().tracker(1);
      }

      @Override
      void serves() {
        var unused =
            TrustServiceGrpc.newBlockingStub(connect())
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .getTrustBundle(GetTrustBundleRequest.getDefaultInstance());
      }
    },
    PEER {
      @Override
      HostPort address() {
        return port.address();
      }

      @Override
      ManagedChannel connect() {
        return port.connect(Optional.empty());
      }

      @Override
      void serves() {
        port.asMallory().read();
      }
    };

    abstract HostPort address();

    abstract ManagedChannel connect();

    /** Does what an honest client does, on a connection of its own. */
    abstract void serves();

    Socket open() throws IOException {
      return new Socket(InetAddress.getLoopbackAddress(), address().port());
    }
  }

  @BeforeAll
  static void serve() {
    port = new ChunkPort(root);
  }

  @AfterAll
  static void close() {
    port.close();
  }

  @ParameterizedTest
  @EnumSource
  void plaintext(Server server) throws IOException {
    ManagedChannel plain =
        NettyChannelBuilder.forAddress("127.0.0.1", server.address().port()).usePlaintext().build();
    try {
      assertThatThrownBy(() -> check(plain))
          .extracting(thrown -> Failure.of(thrown).code())
          .isEqualTo(Status.Code.UNAVAILABLE);
    } finally {
      plain.shutdownNow();
    }
    try (Socket socket = server.open()) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertClosed(socket);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tlsBefore13(Server server) throws IOException {
    for (String version : List.of("TLSv1.2", "TLSv1.1")) {
      try (SSLSocket socket = Http2Socket.tls(server.address())) {
        socket.setEnabledProtocols(new String[] {version});
        assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void thousandsOfHandshakesThatAreNotDone(Server server) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < HALF_OPEN; i++) {
        Socket socket = server.open();
        sockets.add(socket);
        if (i % 2 == 0) {
          sendPartOfHello(socket);
        }
        if (i % 1000 == 999) {
          server.serves();
        }
      }
      server.serves();
      // The oldest had to give way, long before the time for a handshake was over.
      assertClosed(sockets.get(0));
      assertClosed(sockets.get(1));
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHandshakeThatGoesOnForTooLongIsCut(Server server) throws IOException {
    try (Socket slow = server.open()) {
      sendPartOfHello(slow);
      assertClosed(slow);
    }
  }

  @ParameterizedTest
  @EnumSource
  void moreStreamsThanOneConnectionMayHave(Server server) {
    AtomicInteger open = new AtomicInteger();
    ManagedChannel channel = server.connect();
    for (int i = 0; i < 1000; i++) {
      HealthGrpc.newStub(channel).watch(HealthCheckRequest.getDefaultInstance(), counting(open));
    }
    await().until(() -> open.get() >= 256);
    server.serves();
    assertThat(open.get()).isEqualTo(256);
    channel.shutdownNow();
  }

  @ParameterizedTest
  @EnumSource
  void pingsWithoutEnd(Server server) throws IOException {
    try (Http2Socket socket = Http2Socket.open(server.address())) {
      assertThat(socket.pingUntilGoodbye(100)).contains("too_many_pings");
    }
    server.serves();
  }

  @ParameterizedTest
  @EnumSource
  void callsThatAreTakenBackWithoutEnd(Server server) throws IOException {
    try (Http2Socket socket = Http2Socket.open(server.address())) {
      assertThatThrownBy(
              () -> {
                for (int stream = 1; stream < 200_000; stream += 2) {
                  socket.callAndReset(stream, "/grpc.health.v1.Health/Watch");
                }
              })
          .isInstanceOf(IOException.class);
    }
    server.serves();
  }

  @ParameterizedTest
  @EnumSource
  void metadataBeyondTheLimit(Server server) throws IOException {
    try (Http2Socket socket = Http2Socket.open(server.address())) {
      socket.callWithMetadata(1, "/grpc.health.v1.Health/Check", 24 << 10);
      assertThat(socket.goodbye()).contains("Header size exceeded");
    }
    server.serves();
  }

  private static void sendPartOfHello(Socket socket) {
    try {
      socket.getOutputStream().write(PART_OF_HELLO);
    } catch (IOException closedAlready) {
      assertThat(socket.isConnected()).isTrue();
    }
  }

  /** Waits until the other end closes, for at most half a minute. */
  private static void assertClosed(Socket socket) throws IOException {
    socket.setSoTimeout(Math.toIntExact(Duration.ofSeconds(30).toMillis()));
    try {
      while (socket.getInputStream().read() >= 0) {}
    } catch (SocketException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
  }

  private static void check(ManagedChannel channel) {
    var unused =
        HealthGrpc.newBlockingStub(channel)
            .withDeadlineAfter(20, TimeUnit.SECONDS)
            .check(HealthCheckRequest.getDefaultInstance());
  }

  private static StreamObserver<HealthCheckResponse> counting(AtomicInteger open) {
    return new StreamObserver<>() {
      @Override
      public void onNext(HealthCheckResponse status) {
        open.incrementAndGet();
      }

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onCompleted() {}
    };
  }
}
