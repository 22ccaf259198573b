package io.coterie.tracker.sql.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.locks.ReentrantLock;

/** While it is held nobody else opens the store: trackers that start wait for it. */
final class StartLock implements AutoCloseable {

  /** File locks hold between processes only; this one holds between threads. */
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();

  private final FileChannel channel;

  private StartLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits for the lock of a store's file, which need not exist. */
  static StartLock take(Path file) throws IOException {
    IN_PROCESS.lock();
    try {
      FileChannel channel = openPrivate(file.resolveSibling(file.getFileName() + ".lock"));
      FileLock unused = channel.lock();
      return new StartLock(channel);
    } catch (IOException | RuntimeException e) {
      IN_PROCESS.unlock();
      throw e;
    }
  }

  /** Opens a file that only its owner may read; SQLite's companion files inherit the rights. */
  static FileChannel openPrivate(Path path) throws IOException {
    try {
      Files.createFile(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException present) {
      // As it should be from the second start on.
    }
    return FileChannel.open(path, StandardOpenOption.WRITE);
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      IN_PROCESS.unlock();
    }
  }
}
