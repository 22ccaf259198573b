package io.coterie.rpc.operations;

import io.opentelemetry.api.metrics.Meter;
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
    meter
        .gaugeBuilder(name)
        .ofLongs()
        .setUnit(unit)
        .setDescription(description)
        .buildWithCallback(measured -> measured.record(value.getAsLong()));
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
