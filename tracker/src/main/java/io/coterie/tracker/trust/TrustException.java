package io.coterie.tracker.trust;

/**
 * The deployment's keys or certificates cannot be used; the message is one line that names the file
 * and says what to do.
 */
public final class TrustException extends RuntimeException {

  private static final long serialVersionUID = 1;

  TrustException(String message) {
    super(message);
  }

  TrustException(String message, Throwable cause) {
    super(message, cause);
  }
}
