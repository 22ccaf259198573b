package io.coterie.tracker.app;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * The folder {@code tracker} under COTERIE_HOME, which the trackers of one machine share: store,
 * keys and logs. Its owner alone may enter it.
 *
 * @param folder the folder, absolute; it exists
 */
public record TrackerHome(Path folder) {

  private static final String VARIABLE = "COTERIE_HOME";

  /**
   * Finds the folder, and makes it when missing.
   *
   * @param environment the process's environment; COTERIE_HOME names the home, ~/.coterie when
   *     unset
   * @throws StartException when it cannot be made or written
   */
  public static TrackerHome open(Map<String, String> environment) {
    String named = environment.getOrDefault(VARIABLE, "");
    Path home =
        named.isEmpty() ? Path.of(System.getProperty("user.home"), ".coterie") : Path.of(named);
    Path folder = home.toAbsolutePath().normalize().resolve("tracker");
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (AccessDeniedException e) {
      throw unusable(folder, e.getFile() + " may not be made");
    } catch (FileAlreadyExistsException e) {
      throw unusable(folder, e.getFile() + " is a file");
    } catch (FileSystemException e) {
      throw unusable(folder, e.getReason() == null ? "it cannot be made" : e.getReason());
    } catch (IOException e) {
      throw unusable(folder, String.valueOf(e.getMessage()));
    }
    if (!Files.isWritable(folder)) {
      throw unusable(folder, "it may not be written");
    }
    return new TrackerHome(folder);
  }

  /** The embedded store, unless another is named. */
  public Path store() {
    return folder.resolve("coterie.db");
  }

  /** Where the logs go. */
  public Path logs() {
    return folder.resolve("log");
  }

  private static StartException unusable(Path folder, String why) {
    return new StartException(
        "the folder "
            + folder
            + " cannot be used: "
            + why
            + "; set "
            + VARIABLE
            + " to a folder that you may write");
  }
}
