package io.coterie.tracker.metrics;

/** Figures cannot be served; the message is one line that says what to do. */
public final class MetricsException extends RuntimeException {

  private static final long serialVersionUID = 1;

  MetricsException(String message, Throwable cause) {
    super(message, cause);
  }
}
