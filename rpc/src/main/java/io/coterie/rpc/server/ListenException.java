package io.coterie.rpc.server;

/** A server cannot listen where it should; the message is one line that says what to do. */
public final class ListenException extends RuntimeException {

  ListenException(String message, Throwable cause) {
    super(message, cause);
  }
}
