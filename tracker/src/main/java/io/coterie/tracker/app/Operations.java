package io.coterie.tracker.app;

import io.coterie.rpc.server.HealthPort;
import io.coterie.rpc.server.MethodExecutors;
import io.coterie.tracker.metrics.MetricsPort;
import io.coterie.tracker.metrics.TrackerFigures;
import io.coterie.tracker.presence.Presence;
import io.coterie.tracker.store.Census;
import io.coterie.tracker.store.StoreLoad;
import io.coterie.tracker.store.Transactions;
import io.grpc.ServerBuilder;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The open ports for those who run the tracker. The metrics library is loaded only when there is a
 * port for it.
 */
final class Operations implements AutoCloseable {

  private final Optional<HealthPort> health;
  private final Optional<MetricsPort> metrics;
  private final Optional<TrackerFigures> figures;

  private Operations(Optional<HealthPort> health, Optional<MetricsPort> metrics) {
    this.health = health;
    this.metrics = metrics;
    figures = metrics.map(TrackerFigures::new);
  }

  /** Opens what the settings name; the process counts as alive from then on, and not ready. */
  static Operations open(OperationsSettings settings) {
    Optional<HealthPort> health = settings.health().map(HealthPort::open);
    try {
      return new Operations(health, settings.metrics().map(MetricsPort::open));
    } catch (RuntimeException e) {
      health.ifPresent(HealthPort::close);
      throw e;
    }
  }

  /** The store, timed if anybody wants to know. */
  Transactions timed(Transactions store) {
    return figures.map(those -> those.timed(store)).orElse(store);
  }

  /** Meters of calls, if anybody wants to know. */
  Consumer<ServerBuilder<?>> callMeters() {
    return builder -> metrics.ifPresent(port -> port.instrument(builder));
  }

  /** Shows figures of these, if anybody wants to know. */
  void show(Supplier<StoreLoad> store, Presence presence, MethodExecutors calls) {
    figures.ifPresent(
        those -> {
          those.store(store);
          those.presence(presence);
          those.calls(calls);
        });
  }

  /** Whether the census is to be taken. */
  boolean wantsCensus() {
    return figures.isPresent();
  }

  /** Shows the census. */
  void showCensus(Supplier<Census> latest) {
    figures.ifPresent(those -> those.census(latest));
  }

  /** Says whether clients may be sent here. */
  void setReady(boolean ready) {
    health.ifPresent(port -> port.setReady(ready));
  }

  @Override
  public void close() {
    health.ifPresent(HealthPort::close);
    metrics.ifPresent(MetricsPort::close);
  }
}
