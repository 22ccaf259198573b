package io.coterie.tracker.store;

/** The store cannot be opened. The message is one line for the operator and says what to do. */
public final class StoreUnusableException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Says why, and what the operator can do about it. */
  public StoreUnusableException(String message) {
    super(message);
  }

  /** As the other, with the failure behind it. */
  public StoreUnusableException(String message, Throwable cause) {
    super(message, cause);
  }
}
