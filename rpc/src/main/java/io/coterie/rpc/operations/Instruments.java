package io.coterie.rpc.operations;

import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Makes instruments whose value is taken when somebody asks. Thread-safe. */
public final class Instruments {

  private final Meter meter;

  Instruments(Meter meter) {
    this.meter = meter;
  }

  /** For all else. */
  public Meter meter() {
    return meter;
  }

  /**
   * Shows what goes up and down.
   *
   * @param unit as OpenTelemetry writes it: {@code By}, or what is counted in braces
   * @param value asked on the thread of whoever looks; must not block
   */
  public void gauge(String name, String unit, String description, LongSupplier value) {
    gauges(name, unit, description, measured -> measured.record(value.getAsLong()));
  }

  /** Shows several of one kind, told apart by attributes; otherwise as {@link #gauge}. */
  public void gauges(
      String name, String unit, String description, Consumer<ObservableLongMeasurement> values) {
    meter
        .gaugeBuilder(name)
        .ofLongs()
        .setUnit(unit)
        .setDescription(description)
        .buildWithCallback(values);
  }

  /** Shows what only grows while the process runs; otherwise as {@link #gauge}. */
  public void counter(String name, String unit, String description, LongSupplier value) {
    meter
        .counterBuilder(name)
        .setUnit(unit)
        .setDescription(description)
        .buildWithCallback(measured -> measured.record(value.getAsLong()));
  }
}
