package io.coterie.rpc.operations;

/** What was asked for cannot be done; the message is one line that says what to do. */
public final class OperationsException extends RuntimeException {

  private static final long serialVersionUID = 1;

  OperationsException(String message, Throwable cause) {
    super(message, cause);
  }
}
