package io.coterie.peer.store;

/** A state file cannot be used. The message says what is wrong with it. */
final class CorruptStateException extends Exception {
  private static final long serialVersionUID = 1L;

  CorruptStateException(String message) {
    super(message);
  }

  CorruptStateException(String message, Throwable cause) {
    super(message, cause);
  }
}
