package io.coterie.rpc.server;

import io.coterie.rpc.net.HostPort;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A port that answers grpc.health.v1 without TLS and serves nothing else, for a supervisor whose
 * probes know no certificates, as the kubelet's. Alive means that the process runs, ready that
 * clients may be sent to it. Thread-safe.
 */
public final class HealthPort implements AutoCloseable {

  /** The service name under which the process says that it runs. */
  public static final String LIVENESS = "liveness";

  /** The service name under which it says that it can serve; the same as the empty name. */
  public static final String READINESS = "readiness";

  private static final ConnectionLimits CONNECTIONS = new ConnectionLimits(64, 64, 64);
  private static final int CALLS_PER_CONNECTION = 8;
  private static final int MAX_MESSAGE = 1024;
  private static final int MAX_METADATA = 4096;
  private static final Duration IDLE = Duration.ofMinutes(1);

  private final HealthStatusManager health = new HealthStatusManager();
  private final HostPort listen;
  private final Server server;

  private HealthPort(HostPort listen) {
    this.listen = listen;
    health.setStatus(LIVENESS, ServingStatus.SERVING);
    setReady(false);
    server =
        NettyServerBuilder.forAddress(
                ListenFailures.resolve(listen),
                GatedCredentials.of(
                    InsecureServerCredentials.create(), new ConnectionGate(CONNECTIONS)))
            .directExecutor()
            .maxInboundMessageSize(MAX_MESSAGE)
            .maxInboundMetadataSize(MAX_METADATA)
            .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
            .maxConnectionIdle(IDLE.toSeconds(), TimeUnit.SECONDS)
            .addService(health.getHealthService())
            .build();
  }

  /**
   * Opens the port: the process is alive from now on, and not ready yet.
   *
   * @param listen what to bind; port 0 for any free one
   * @throws ListenException when that cannot be listened on
   */
  public static HealthPort open(HostPort listen) {
    HealthPort port = new HealthPort(listen);
    try {
      port.server.start();
    } catch (IOException e) {
      throw ListenFailures.explain(listen, e);
    }
    return port;
  }

  /** Says whether clients may be sent here. */
  public void setReady(boolean ready) {
    ServingStatus status = ready ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    health.setStatus(READINESS, status);
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
  }

  /** Where it listens. */
  public HostPort address() {
    return listen.withPort(server.getPort());
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
