package io.coterie.peer.store;

import java.io.IOException;
import java.nio.file.Path;

/** The partial file was closed by its owner. */
final class ClosedPartialFileException extends IOException {
  private static final long serialVersionUID = 1L;

  ClosedPartialFileException(Path file) {
    super(file + " is closed");
  }
}
