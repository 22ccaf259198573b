package io.coterie.tracker.app;

/** The tracker cannot start; the message is one line for the operator that says what to do. */
public final class StartException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** A reason that needs no cause. */
  public StartException(String message) {
    super(message);
  }

  /** A reason with the failure behind it. */
  public StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
