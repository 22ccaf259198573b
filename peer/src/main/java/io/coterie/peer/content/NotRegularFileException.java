package io.coterie.peer.content;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file is meant, and something else is there. */
public final class NotRegularFileException extends FileSystemException {
  private static final long serialVersionUID = 1L;

  NotRegularFileException(Path file) {
    super(file.toString(), null, "not a regular file");
  }
}
