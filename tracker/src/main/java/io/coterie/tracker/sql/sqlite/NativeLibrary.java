package io.coterie.tracker.sql.sqlite;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library as one file beside the store. The driver would unpack it at each start
 * into the folder for temporary files, where a process that is killed leaves it behind.
 */
final class NativeLibrary {

  private static final Logger log = LoggerFactory.getLogger(NativeLibrary.class);
  private static final String PATH = "org.sqlite.lib.path";
  private static final String NAME = "org.sqlite.lib.name";

  private NativeLibrary() {}

  /**
   * Lets the driver load it from a folder, unless a folder is named already. Where that cannot be,
   * or where others may write, who could put their own code in its place, the driver unpacks it by
   * itself.
   */
  static synchronized void keepIn(Path folder) {
    if (System.getProperty(PATH) != null) {
      return;
    }
    try {
      if (mayOthersWrite(folder)) {
        log.info("SQLite's library is not kept in {}, where others may write", folder);
        return;
      }
      Path library = place(folder);
      System.setProperty(NAME, library.getFileName().toString());
      System.setProperty(PATH, folder.toString());
    } catch (IOException e) {
      log.info("SQLite's library is not kept in {}: {}", folder, e.toString());
    }
  }

  /** Writes it into a folder, unless it is there already, and returns where it is. */
  static Path place(Path folder) throws IOException {
    String name = LibraryLoaderUtil.getNativeLibName();
    Path library = folder.resolve("sqlite-" + SQLiteJDBCLoader.getVersion() + "-" + name);
    byte[] content = read(LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name);
    if (!holds(library, content)) {
      Path temporary = Files.createTempFile(folder, ".coterie", ".tmp");
      try {
        Files.write(temporary, content);
        Files.move(
            temporary,
            library,
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    }
    return library;
  }

  static boolean mayOthersWrite(Path folder) throws IOException {
    Set<PosixFilePermission> rights = Files.getPosixFilePermissions(folder);
    return rights.contains(PosixFilePermission.GROUP_WRITE)
        || rights.contains(PosixFilePermission.OTHERS_WRITE);
  }

  private static boolean holds(Path library, byte[] content) throws IOException {
    try {
      return Arrays.equals(Files.readAllBytes(library), content);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static byte[] read(String resource) throws IOException {
    try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException("the driver has none for this system: " + resource);
      }
      return in.readAllBytes();
    }
  }
}
