package io.coterie.tracker.metrics;

import io.coterie.rpc.operations.Instruments;
import io.coterie.rpc.server.MethodExecutors;
import io.coterie.tracker.presence.Presence;
import io.coterie.tracker.store.Census;
import io.coterie.tracker.store.StoreLoad;
import io.coterie.tracker.store.Transactions;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** The figures of a tracker beside those of its calls; docs/kubernetes.md lists them. */
public final class TrackerFigures {

  private static final AttributeKey<String> KIND = AttributeKey.stringKey("kind");

  private final Instruments instruments;

  /** Shows figures through these. */
  public TrackerFigures(Instruments instruments) {
    this.instruments = instruments;
  }

  /** A store whose transactions are timed. */
  public Transactions timed(Transactions store) {
    return new MeasuredTransactions(store, instruments);
  }

  /** How busy the way to the store is. */
  public void store(Supplier<StoreLoad> load) {
    instruments.gauge(
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
    instruments.gauges(
        "coterie.store.connections." + what,
        "{connection}",
        description,
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
    instruments.gauge("coterie.peers.attached", "{peer}", "Attached peers", presence::count);
    instruments
        .meter()
        .gaugeBuilder("coterie.events.lag")
        .setUnit("s")
        .setDescription("Age of the state of the store that attached peers have been told of")
        .buildWithCallback(measured -> measured.record(presence.lag().toNanos() / 1e9));
  }

  /** The calls that need a thread. */
  public void calls(MethodExecutors executors) {
    instruments.gauge(
        "coterie.calls.running", "{call}", "Calls that hold a thread", executors::running);
    instruments.gauge(
        "coterie.calls.waiting", "{call}", "Calls that wait for a thread", executors::waiting);
  }

  /** What the store holds; every tracker of a deployment tells the same. */
  public void census(Supplier<Census> latest) {
    instruments.gauge(
        "coterie.sessions",
        "{session}",
        "Open sessions of the deployment",
        () -> latest.get().sessions());
    instruments.gauge(
        "coterie.groups", "{group}", "Groups of the deployment", () -> latest.get().groups());
  }
}
