package io.coterie.rpc.operations;

import io.coterie.rpc.server.HealthPort;
import io.grpc.ServerBuilder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The open ports for those who run a process. The library of figures is loaded only when there is a
 * port for them. Thread-safe.
 */
public final class OperationsPorts implements AutoCloseable {

  private final @Nullable HealthPort health;
  private final @Nullable MetricsPort metrics;

  private OperationsPorts(@Nullable HealthPort health, @Nullable MetricsPort metrics) {
    this.health = health;
    this.metrics = metrics;
  }

  /**
   * Opens what the settings name; the process counts as alive from then on, and not ready.
   *
   * @param service what kind of process it is, in lower case; figures carry its name
   * @throws OperationsException when a port cannot be opened
   * @throws io.coterie.rpc.server.ListenException when the port for health cannot
   */
  public static OperationsPorts open(OperationsSettings settings, String service) {
    HealthPort health = null;
    if (settings.health().isPresent()) {
      health = HealthPort.open(settings.health().get());
    }
    try {
      MetricsPort metrics = null;
      if (settings.metrics().isPresent()) {
        metrics = MetricsPort.open(settings.metrics().get(), service);
      }
      return new OperationsPorts(health, metrics);
    } catch (RuntimeException e) {
      if (health != null) {
        health.close();
      }
      throw e;
    }
  }

  /** Where figures are served, if they are. */
  public Optional<MetricsPort> metrics() {
    return Optional.ofNullable(metrics);
  }

  /** Meters a server's calls, if anybody wants to know; before the server is built. */
  public void instrument(ServerBuilder<?> server) {
    if (metrics != null) {
      metrics.instrument(server);
    }
  }

  /** Says whether clients may be sent here. */
  public void setReady(boolean ready) {
    if (health != null) {
      health.setReady(ready);
    }
  }

  @Override
  public void close() {
    if (health != null) {
      health.close();
    }
    if (metrics != null) {
      metrics.close();
    }
  }
}
