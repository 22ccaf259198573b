package io.coterie.peer.app;

/** The peer cannot start; the message is one sentence for the user that says what to do. */
public final class PeerStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A reason that needs no cause. */
  public PeerStartException(String message) {
    super(message);
  }

  /** A reason with the failure behind it. */
  public PeerStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
