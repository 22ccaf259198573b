package io.coterie.peer.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one peer, COTERIE_HOME/peers/HOST_PORT, held by one process at a time. Every folder
 * in it has mode 0700. Thread-safe.
 */
public final class PeerHome implements Closeable {
  private static final int MAX_OWNER = 32;

  private final Path folder;
  private final FileChannel lockChannel;

  private PeerHome(Path folder, FileChannel lockChannel) {
    this.folder = folder;
    this.lockChannel = lockChannel;
  }

  /**
   * Makes the folder if it is missing, and takes it.
   *
   * @param coterieHome the folder of everything that Coterie writes
   * @param listenAddress where the peer listens, "host:port"; names the folder
   * @throws StoreLockedException if another process has it
   * @throws IOException if it cannot be made or written
   */
  public static PeerHome open(Path coterieHome, String listenAddress) throws IOException {
    Folders.makePrivate(coterieHome.resolve("peers"));
    Path folder = Folders.makePrivate(folderOf(coterieHome, listenAddress));
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      if (tryLock(channel) == null) {
        throw new StoreLockedException(
            "a peer for "
                + listenAddress
                + " runs already ("
                + owner(channel)
                + "), with its state in "
                + folder
                + "; stop it, or choose another address");
      }
      byte[] owner = ("process " + ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(owner), 0);
      return new PeerHome(folder, channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * The folder of a peer, whether or not it exists.
   *
   * @param coterieHome the folder of everything that Coterie writes
   * @param listenAddress where the peer listens, "host:port"
   */
  public static Path folderOf(Path coterieHome, String listenAddress) {
    return coterieHome.resolve("peers").resolve(FolderName.ofAddress(listenAddress));
  }

  /** The folder itself, for what belongs to the peer and to no user. */
  public Path folder() {
    return folder;
  }

  /**
   * The state of one user, made if it is missing.
   *
   * @param user the account's name
   * @param background runs checkpoints of downloads; its threads may block
   * @throws IOException if it cannot be made or written
   */
  public UserStore user(String user, ScheduledExecutorService background) throws IOException {
    Path users = Folders.makePrivate(folder.resolve("users"));
    return UserStore.open(users.resolve(FolderName.ofUser(user)), background);
  }

  /** Lets another process have the folder. */
  @Override
  public void close() throws IOException {
    lockChannel.close();
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held within this process.
      return null;
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer owner = ByteBuffer.allocate(MAX_OWNER);
    channel.read(owner, 0);
    return StandardCharsets.US_ASCII.decode(owner.flip()).toString();
  }
}
