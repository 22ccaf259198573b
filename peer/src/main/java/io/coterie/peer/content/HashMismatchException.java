package io.coterie.peer.content;

/** Bytes are not what their hash says. The message says which. */
public final class HashMismatchException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says which bytes belong to another hash. */
  public HashMismatchException(String message) {
    super(message);
  }
}
