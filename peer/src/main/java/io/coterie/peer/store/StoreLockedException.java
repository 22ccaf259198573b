package io.coterie.peer.store;

import java.io.IOException;

/** Another process uses the same state. The message says which, and what to do. */
public final class StoreLockedException extends IOException {
  private static final long serialVersionUID = 1L;

  StoreLockedException(String message) {
    super(message);
  }
}
