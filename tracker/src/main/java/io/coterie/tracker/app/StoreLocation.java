package io.coterie.tracker.app;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads what {@code --store} names. */
final class StoreLocation {

  private static final String SQLITE = "jdbc:sqlite:";

  private StoreLocation() {}

  /**
   * The file of an embedded store.
   *
   * @param text {@code jdbc:sqlite:PATH}
   * @throws StartException for any other store, and for a file whose folder does not exist
   */
  static Path parse(String text) {
    if (!text.startsWith(SQLITE) || text.length() == SQLITE.length()) {
      throw new StartException(
          "--store " + text + " is no store that this version knows; write jdbc:sqlite:PATH");
    }
    Path file;
    try {
      file = Path.of(text.substring(SQLITE.length())).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new StartException("--store " + text + " names no file; write jdbc:sqlite:PATH", e);
    }
    Path folder = file.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new StartException(
          "--store " + text + " is in a folder that does not exist; make it or name another");
    }
    return file;
  }
}
