package io.coterie.peer.store;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Puts a finished file in its final place in the same folder. Without leave to overwrite, the name
 * is taken by an operation that fails if it exists, so that no file made meanwhile is lost.
 */
final class Placement {
  /** Gives a file a second name; fails if the name exists. */
  @FunctionalInterface
  interface Linker {
    void link(Path name, Path file) throws IOException;
  }

  private final Linker linker;

  /** Places by hard links, or without where the file system has none. */
  Placement() {
    this(Files::createLink);
  }

  Placement(Linker linker) {
    this.linker = linker;
  }

  /**
   * Places the file. Done again after a crash, it goes on where it was.
   *
   * @param journal is told before an empty file is made to hold the place
   * @param begun whether the journal was told so before the crash
   * @throws Refusal DESTINATION_EXISTS or DESTINATION_UNUSABLE
   * @throws IOException if the disk fails
   */
  void place(Path part, Path destination, boolean overwrite, Journal journal, boolean begun)
      throws IOException {
    if (Files.isDirectory(destination)) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_DESTINATION_UNUSABLE,
          destination + " is a folder now; move it away and resume the download");
    }
    if (overwrite) {
      Files.move(part, destination, StandardCopyOption.ATOMIC_MOVE);
    } else if (!tryLink(part, destination)) {
      reserve(destination, journal, begun);
      Files.move(part, destination, StandardCopyOption.ATOMIC_MOVE);
    }
    Folders.sync(Folders.of(destination));
  }

  /** Returns false when the file system has no links. */
  private boolean tryLink(Path part, Path destination) throws IOException {
    try {
      linker.link(destination, part);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isSameFile(part, destination)) {
        // May be the place held by reserve.
        return false;
      }
    } catch (UnsupportedOperationException | FileSystemException e) {
      return false;
    }
    Folders.sync(Folders.of(destination));
    Files.delete(part);
    return true;
  }

  private static void reserve(Path destination, Journal journal, boolean begun) throws IOException {
    if (!begun) {
      if (Files.exists(destination, LinkOption.NOFOLLOW_LINKS)) {
        throw exists(destination);
      }
      journal.placing();
    }
    try {
      Files.createFile(destination);
    } catch (FileAlreadyExistsException e) {
      boolean ours =
          begun
              && Files.isRegularFile(destination, LinkOption.NOFOLLOW_LINKS)
              && Files.size(destination) == 0;
      if (!ours) {
        throw exists(destination);
      }
    }
  }

  private static Refusal exists(Path destination) {
    return new Refusal(
        ErrorReason.ERROR_REASON_DESTINATION_EXISTS,
        destination + " exists now; move it away and resume, or download with leave to overwrite");
  }
}
