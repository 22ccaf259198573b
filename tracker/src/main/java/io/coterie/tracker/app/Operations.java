package io.coterie.tracker.app;

import io.coterie.rpc.operations.OperationsPorts;
import io.coterie.rpc.operations.OperationsSettings;
import io.coterie.rpc.server.MethodExecutors;
import io.coterie.tracker.metrics.TrackerFigures;
import io.coterie.tracker.presence.Presence;
import io.coterie.tracker.store.Census;
import io.coterie.tracker.store.StoreLoad;
import io.coterie.tracker.store.Transactions;
import io.grpc.ServerBuilder;
import java.util.Optional;
import java.util.function.Supplier;

/** The open ports for those who run the tracker, and what they show. */
final class Operations implements AutoCloseable {

  private final OperationsPorts ports;
  private final Optional<TrackerFigures> figures;

  private Operations(OperationsPorts ports) {
    this.ports = ports;
    figures = ports.metrics().map(port -> new TrackerFigures(port.instruments()));
  }

  /** Opens what the settings name; the process counts as alive from then on, and not ready. */
  static Operations open(OperationsSettings settings) {
    return new Operations(OperationsPorts.open(settings, "tracker"));
  }

  /** The store, timed if anybody wants to know. */
  Transactions timed(Transactions store) {
    return figures.map(those -> those.timed(store)).orElse(store);
  }

  /** Meters a server's calls, if anybody wants to know. */
  void instrument(ServerBuilder<?> server) {
    ports.instrument(server);
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
    ports.setReady(ready);
  }

  @Override
  public void close() {
    ports.close();
  }
}
