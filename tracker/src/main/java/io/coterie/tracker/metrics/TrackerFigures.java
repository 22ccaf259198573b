package io.coterie.tracker.metrics;

import io.coterie.rpc.server.MethodExecutors;
import io.coterie.tracker.presence.Presence;
import io.coterie.tracker.store.Census;
import io.coterie.tracker.store.StoreLoad;
import io.coterie.tracker.store.Transactions;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** The figures of a tracker beside those of its calls; docs/kubernetes.md lists them. */
public final class TrackerFigures {

  private static final AttributeKey<String> KIND = AttributeKey.stringKey("kind");

  private final MetricsPort port;
  private final Meter meter;

  /** Makes figures for a port. */
  public TrackerFigures(MetricsPort port) {
    this.port = port;
    meter = port.meter();
  }

  /** A store whose transactions are timed. */
  public Transactions timed(Transactions store) {
    return new MeasuredTransactions(store, port);
  }

  /** How busy the way to the store is. */
  public void store(Supplier<StoreLoad> load) {
    gauge(
        "coterie.store.waiting",
        "{transaction}",
        "Transactions that wait for their turn",
        () -> load.get().waiting());
    connections("busy", "Connections to the store in use", load, StoreLoad.Pool::busy);
    connections(
        "limit", "Connections to the store that may be in use", load, StoreLoad.Pool::limit);
  }

  private void connections(
      String what,
      String description,
      Supplier<StoreLoad> load,
      ToLongFunction<StoreLoad.Pool> value) {
    meter
        .gaugeBuilder("coterie.store.connections." + what)
        .ofLongs()
        .setUnit("{connection}")
        .setDescription(description)
        .buildWithCallback(
            measured ->
                load.get()
                    .pools()
                    .forEach(
                        pool ->
                            measured.record(
                                value.applyAsLong(pool), Attributes.of(KIND, pool.kind()))));
  }

  /** The attached peers, and how far what they are told is behind the store. */
  public void presence(Presence presence) {
    gauge("coterie.peers.attached", "{peer}", "Attached peers", presence::count);
    meter
        .gaugeBuilder("coterie.events.lag")
        .setUnit("s")
        .setDescription("Age of the state of the store that attached peers have been told of")
        .buildWithCallback(measured -> measured.record(presence.lag().toNanos() / 1e9));
  }

  /** The calls that need a thread. */
  public void calls(MethodExecutors executors) {
    gauge("coterie.calls.running", "{call}", "Calls that hold a thread", executors::running);
    gauge("coterie.calls.waiting", "{call}", "Calls that wait for a thread", executors::waiting);
  }

  /** What the store holds; every tracker of a deployment tells the same. */
  public void census(Supplier<Census> latest) {
    gauge(
        "coterie.sessions",
        "{session}",
        "Open sessions of the deployment",
        () -> latest.get().sessions());
    gauge("coterie.groups", "{group}", "Groups of the deployment", () -> latest.get().groups());
  }

  private void gauge(String name, String unit, String description, LongSupplier value) {
    meter
        .gaugeBuilder(name)
        .ofLongs()
        .setUnit(unit)
        .setDescription(description)
        .buildWithCallback(measured -> measured.record(value.getAsLong()));
  }
}
