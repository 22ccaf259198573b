package io.coterie.rpc.server;

import io.coterie.rpc.auth.AuthInterceptor;
import io.coterie.rpc.auth.Authenticator;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.v1.Auth;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCredentials;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollChannelOption;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a server of ours is made of: services behind the {@link ServiceStack}, with health and
 * reflection (v1, and v1alpha for older clients) open to everybody beside them. Not thread-safe.
 */
public final class RpcServerBuilder {

  /** The greatest request in bytes. */
  public static final int MAX_MESSAGE = 4 * 1024 * 1024;

  /** The greatest metadata of a call in bytes. */
  public static final int MAX_METADATA = 16 * 1024;

  private static final int DEFAULT_CALLS_PER_CONNECTION = 256;
  private static final int DEFAULT_CONNECTIONS = 2048;

  /** Connections that the kernel has made and that wait to be accepted. */
  private static final int BACKLOG = 1024;

  /**
   * How many bytes the kernel takes beyond what the network does, where it can be told. With
   * megabytes there, as is usual, a stream learns late that its client is slow or wants something
   * else.
   */
  private static final long UNSENT = 256 << 10;

  /** So many calls may a client take back in so many seconds; beyond that it is an attack. */
  private static final int MAX_RESETS = 2000;

  private static final int RESET_SECONDS = 10;
  private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration KEEP_ALIVE_PERMITTED = Duration.ofSeconds(10);

  /** After this silence the server asks whether the client is still there. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

  private static final Duration KEEP_ALIVE_TIMEOUT = Duration.ofSeconds(10);

  private final HostPort listen;
  private final ServerCredentials credentials;
  private final List<ServerServiceDefinition> services = new ArrayList<>();
  private final Map<Auth, Authenticator> authenticators = new EnumMap<>(Auth.class);
  private MethodExecutors executors = MethodExecutors.allDirect();
  private int callsPerConnection = DEFAULT_CALLS_PER_CONNECTION;
  private int maxMessage = MAX_MESSAGE;
  private ConnectionLimits connections = ConnectionLimits.of(DEFAULT_CONNECTIONS);
  private @Nullable Duration maxConnectionAge;
  private Duration connectionAgeGrace = Duration.ZERO;
  private boolean callsLogged;
  private Consumer<ServerBuilder<?>> instrument = builder -> {};

  /** A server on an address; port 0 for any free one. */
  public RpcServerBuilder(HostPort listen, ServerCredentials credentials) {
    this.listen = listen;
    this.credentials = credentials;
  }

  /** Adds a service. */
  public RpcServerBuilder service(BindableService service) {
    return service(service.bindService());
  }

  /** Adds a service whose definition was made by hand, for example with another marshaller. */
  public RpcServerBuilder service(ServerServiceDefinition service) {
    services.add(service);
    return this;
  }

  /** Authenticates the callers of methods that declare this kind. */
  public RpcServerBuilder authenticate(Auth kind, Authenticator authenticator) {
    authenticators.put(kind, authenticator);
    return this;
  }

  /**
   * Runs calls on these; the server closes them. Without it all run on the event loop and must not
   * block.
   */
  public RpcServerBuilder executors(MethodExecutors chosen) {
    this.executors = chosen;
    return this;
  }

  /** At most this many calls at a time on one connection; 256 without it. */
  public RpcServerBuilder maxCallsPerConnection(int calls) {
    this.callsPerConnection = calls;
    return this;
  }

  /** Takes requests of at most this many bytes; {@link #MAX_MESSAGE} without it. */
  public RpcServerBuilder maxMessage(int bytes) {
    this.maxMessage = bytes;
    return this;
  }

  /** Takes so many connections; without it 2048, half of them from one address. */
  public RpcServerBuilder connections(ConnectionLimits limits) {
    this.connections = limits;
    return this;
  }

  /**
   * Asks clients to reconnect after about this age (jittered by a tenth), giving running calls the
   * grace to end; without it connections live as long as they like.
   */
  public RpcServerBuilder maxConnectionAge(Duration age, Duration grace) {
    this.maxConnectionAge = age;
    this.connectionAgeGrace = grace;
    return this;
  }

  /** Logs calls, see {@link CallLog}; without it calls are not logged. */
  public RpcServerBuilder logCalls() {
    this.callsLogged = true;
    return this;
  }

  /** Lets meters of calls be added, just before the server is built. */
  public RpcServerBuilder instrument(Consumer<ServerBuilder<?>> meters) {
    this.instrument = meters;
    return this;
  }

  /**
   * Starts to listen and to serve.
   *
   * @throws ListenException when the address cannot be listened on
   * @throws IllegalArgumentException when a method's kind of caller has no authenticator
   */
  public RpcServer start() {
    HealthStatusManager health = new HealthStatusManager();
    List<String> names =
        services.stream().map(service -> service.getServiceDescriptor().getName()).toList();
    RequestTimeLimit timeLimit = RequestTimeLimit.start();
    ConnectionGate gate = new ConnectionGate(connections);
    Server server = build(gate, health, timeLimit);
    Health.set(health, names, true);
    try {
      server.start();
    } catch (IOException e) {
      executors.close();
      timeLimit.close();
      throw ListenFailures.explain(listen, e);
    }
    return new RpcServer(server, gate, health, names, executors, timeLimit, listen);
  }

  private Server build(
      ConnectionGate gate, HealthStatusManager health, RequestTimeLimit timeLimit) {
    ServiceStack stack =
        new ServiceStack(new AuthInterceptor(authenticators), executors, timeLimit);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
                ListenFailures.resolve(listen), GatedCredentials.of(credentials, gate))
            .directExecutor()
            .callExecutor(executors)
            .maxInboundMessageSize(maxMessage)
            .maxInboundMetadataSize(MAX_METADATA)
            .maxConcurrentCallsPerConnection(callsPerConnection)
            .withOption(ChannelOption.SO_BACKLOG, BACKLOG)
            .maxRstFramesPerWindow(MAX_RESETS, RESET_SECONDS)
            .handshakeTimeout(HANDSHAKE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
            .permitKeepAliveTime(KEEP_ALIVE_PERMITTED.toMillis(), TimeUnit.MILLISECONDS)
            .permitKeepAliveWithoutCalls(true)
            .keepAliveTime(KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS)
            .keepAliveTimeout(KEEP_ALIVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    if (Epoll.isAvailable()) {
      builder.withChildOption(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT);
    }
    if (maxConnectionAge != null) {
      builder
          .maxConnectionAge(maxConnectionAge.toMillis(), TimeUnit.MILLISECONDS)
          .maxConnectionAgeGrace(connectionAgeGrace.toMillis(), TimeUnit.MILLISECONDS);
    }
    instrument.accept(builder);
    if (callsLogged) {
      builder.intercept(new CallLog());
    }
    services.forEach(service -> builder.addService(stack.before(service)));
    return builder
        .addService(health.getHealthService())
        .addService(ProtoReflectionServiceV1.newInstance())
        .addService(LegacyReflection.service())
        .build();
  }
}
