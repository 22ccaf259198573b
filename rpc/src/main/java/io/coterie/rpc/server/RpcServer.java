package io.coterie.rpc.server;

import io.coterie.rpc.net.HostPort;
import io.grpc.Server;
import io.grpc.protobuf.services.HealthStatusManager;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A running server of ours; see {@link RpcServerBuilder} for what it is made of. Thread-safe. */
public final class RpcServer implements AutoCloseable {

  private static final Duration LAST_WAIT = Duration.ofSeconds(5);

  private final Server server;
  private final ConnectionGate gate;
  private final HealthStatusManager health;
  private final Iterable<String> services;
  private final MethodExecutors executors;
  private final RequestTimeLimit timeLimit;
  private final HostPort listen;
  private final AtomicBoolean leaving = new AtomicBoolean();

  RpcServer(
      Server server,
      ConnectionGate gate,
      HealthStatusManager health,
      Iterable<String> services,
      MethodExecutors executors,
      RequestTimeLimit timeLimit,
      HostPort listen) {
    this.server = server;
    this.gate = gate;
    this.health = health;
    this.services = services;
    this.executors = executors;
    this.timeLimit = timeLimit;
    this.listen = listen;
  }

  /** The port that the server listens on; the one chosen when 0 was asked for. */
  public int port() {
    return server.getPort();
  }

  /** Where the server listens. */
  public HostPort address() {
    return listen.withPort(port());
  }

  /** How many connections stand now, those that are still shaking hands left out. */
  public int connections() {
    return gate.established();
  }

  /** Says to health checks whether this server can serve now. It accepts calls either way. */
  public void setServing(boolean serving) {
    Health.set(health, services, serving);
  }

  /**
   * Begins to leave: takes no connection any more, and has clients make new calls over new ones,
   * which lead elsewhere. Calls that run go on, streams too. Safe to call again.
   */
  public void turnAway() {
    if (leaving.compareAndSet(false, true)) {
      health.enterTerminalState();
      server.shutdown();
    }
  }

  /**
   * Leaves in an orderly way: health says NOT_SERVING, no new calls are taken, running calls may
   * end; what has not ended in time is cancelled. Safe to call again.
   *
   * @return whether all calls ended by themselves
   */
  public boolean drain(Duration patience) {
    turnAway();
    boolean ended = await(patience);
    if (!ended) {
      server.shutdownNow();
      await(LAST_WAIT);
    }
    executors.close();
    timeLimit.close();
    return ended;
  }

  /** Leaves at once; calls that run are cancelled. */
  @Override
  public void close() {
    drain(Duration.ZERO);
  }

  private boolean await(Duration patience) {
    try {
      return server.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
