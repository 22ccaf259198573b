package io.coterie.peer.content;

import java.io.IOException;

/** A file does not hold any more what was hashed. The message names the file. */
public final class ContentChangedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says what changed. */
  public ContentChangedException(String message) {
    super(message);
  }

  /** Says what changed, and how it was noticed. */
  public ContentChangedException(String message, Throwable cause) {
    super(message, cause);
  }
}
