package io.coterie.tracker.sql.sqlite;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Objects;
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
  private static final String PREFIX = "sqlite-";
  private static final String LOCK = "sqlite.lock";

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
      load(folder);
    } catch (IOException e) {
      log.info("SQLite's library is not kept in {}: {}", folder, e.toString());
    }
  }

  /** Nobody else removes it, while the lock is held, before it is loaded. */
  @SuppressWarnings("try") // The lock is held, not used.
  private static void load(Path folder) throws IOException {
    try (FileChannel channel = StartLock.openPrivate(folder.resolve(LOCK));
        FileLock held = channel.lock()) {
      Path library = place(folder);
      System.setProperty(NAME, library.getFileName().toString());
      System.setProperty(PATH, folder.toString());
      initialize();
      removeOthers(library);
    }
  }

  private static void initialize() throws IOException {
    try {
      boolean unused = SQLiteJDBCLoader.initialize();
    } catch (Exception e) {
      System.clearProperty(NAME);
      System.clearProperty(PATH);
      throw new IOException("it cannot be loaded from there", e);
    }
  }

  /** Writes it into a folder, unless it is there already, and returns where it is. */
  static Path place(Path folder) throws IOException {
    String name = LibraryLoaderUtil.getNativeLibName();
    Path library = folder.resolve(PREFIX + SQLiteJDBCLoader.getVersion() + "-" + name);
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

  /**
   * Removes the libraries of other versions of the driver, which an upgrade leaves behind. A
   * tracker that still runs on one has it loaded and needs the file no more.
   */
  static void removeOthers(Path library) {
    Path folder = Objects.requireNonNull(library.getParent(), "a file in a folder");
    String others = PREFIX + "*-" + LibraryLoaderUtil.getNativeLibName();
    try (DirectoryStream<Path> libraries = Files.newDirectoryStream(folder, others)) {
      for (Path other : libraries) {
        if (!other.equals(library) && Files.isRegularFile(other, LinkOption.NOFOLLOW_LINKS)) {
          Files.deleteIfExists(other);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      log.info("old versions of SQLite's library were not removed: {}", e.toString());
    }
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
