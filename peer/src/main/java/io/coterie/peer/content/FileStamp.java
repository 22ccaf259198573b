package io.coterie.peer.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * By what it shows that a file is still the one that was hashed.
 *
 * @param size its size in bytes
 * @param modified when it was last written
 */
public record FileStamp(long size, FileTime modified) {
  /**
   * Reads the stamp of a file; follows symbolic links.
   *
   * @throws NotRegularFileException if it is a directory or a device
   * @throws IOException if it is missing or cannot be read
   */
  public static FileStamp of(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new NotRegularFileException(file);
    }
    return new FileStamp(attributes.size(), attributes.lastModifiedTime());
  }

  /**
   * Checks that a file still has this stamp.
   *
   * @throws ContentChangedException if it has another, or is no file any more
   * @throws IOException if it cannot be looked at
   */
  public void check(Path file) throws IOException {
    FileStamp now;
    try {
      now = of(file);
    } catch (NoSuchFileException | NotRegularFileException e) {
      throw new ContentChangedException(file + " is gone", e);
    }
    if (!now.equals(this)) {
      throw new ContentChangedException(file + " was changed after it was shared");
    }
  }
}
