package io.coterie.peer.store;

import io.coterie.peer.content.ContentId;
import io.coterie.peer.content.FileStamp;
import io.coterie.peer.content.HashedFile;
import io.coterie.peer.content.PieceHashes;
import io.coterie.peer.content.PieceSet;
import io.coterie.rpc.error.Refusal;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A file being downloaded: a sparse file beside its destination, with a journal of its verified
 * pieces, so that what was verified survives the end of the process at any moment. Thread-safe:
 * pieces may be written, verified and read by several threads at once. Threads that use it must not
 * be interrupted, since that closes the file.
 */
public final class PartialFile implements HeldContent, Closeable {
  private final DownloadRecord download;
  private final PieceHashes hashes;
  private final PartialPath path;
  private final SharedChannel file;
  private final PieceSet held;
  private final List<PieceListener> listeners = new CopyOnWriteArrayList<>();
  private final Object checkpoints = new Object();

  private volatile Runnable whenClosed = () -> {};
  private volatile PieceSet doubtful;
  private volatile @Nullable Journal journal;
  private volatile @Nullable IOException failure;
  private int covered;

  /** Takes over what was opened; {@code journal} is null while there is something to recheck. */
  PartialFile(
      DownloadRecord download,
      PieceHashes hashes,
      PartialPath path,
      SharedChannel file,
      PieceSet held,
      PieceSet doubtful,
      @Nullable Journal journal) {
    this.download = download;
    this.hashes = hashes;
    this.path = path;
    this.file = file;
    this.held = held;
    this.doubtful = doubtful;
    this.journal = journal;
    this.covered = held.count();
  }

  @Override
  public ContentId id() {
    return download.id();
  }

  @Override
  public String name() {
    return download.name();
  }

  @Override
  public PieceHashes hashes() {
    return hashes;
  }

  @Override
  public PieceSet held() {
    return held;
  }

  @Override
  public ContentReader open() throws IOException {
    file.enter();
    return new Reader();
  }

  @Override
  public void addListener(PieceListener listener) {
    listeners.add(listener);
  }

  @Override
  public void removeListener(PieceListener listener) {
    listeners.remove(listener);
  }

  /** How many pieces {@link #recheck} has to read before anything can be written. */
  public int doubtfulPieces() {
    return doubtful.count();
  }

  /**
   * Reads the pieces that were verified before a crash but may not have reached the disk, and holds
   * those that have. Does nothing when there are none. Blocks; for one thread.
   *
   * @param cancelled asked between pieces
   * @throws CancellationException if cancelled; it can be called again
   */
  public void recheck(BooleanSupplier cancelled) throws IOException {
    if (journal != null) {
      return;
    }
    Recheck recheck = new Recheck(layout());
    try (ContentReader reader = open()) {
      for (int piece = doubtful.next(0); piece >= 0; piece = doubtful.next(piece + 1)) {
        if (cancelled.getAsBoolean()) {
          throw new CancellationException("checking " + path.location() + " was stopped");
        }
        if (recheck.hash(reader, piece).equals(hashes.hash(piece)) && held.add(piece)) {
          tell(piece);
        }
      }
    }
    synchronized (checkpoints) {
      file.channel().force(true);
      covered = held.count();
      journal = path.newJournal(hashes.root(), held);
      doubtful = new PieceSet(held.size());
    }
  }

  /**
   * Checks that there is room for what is not held. Reserves nothing: the file stays sparse, since
   * Java can only reserve by writing everything twice.
   *
   * @throws DiskFullException if there is too little
   */
  public void requireRoom() throws IOException {
    long needed = 0;
    for (int piece = held.nextMissing(0); piece >= 0; piece = held.nextMissing(piece + 1)) {
      needed += layout().pieceLength(piece);
    }
    FileStore disk = Files.getFileStore(path.location());
    long free = disk.getUsableSpace();
    // Some file systems say 0 of 0: they do not know.
    if (free < needed && disk.getTotalSpace() > 0) {
      throw new DiskFullException(needed, free);
    }
  }

  /**
   * Writes bytes of a piece that is not held yet.
   *
   * @param piece the index of the piece
   * @param offset where in the piece they begin
   * @param source written as far as its limit
   * @throws IOException if the disk is full or fails
   * @throws IndexOutOfBoundsException if they lie outside the piece
   * @throws IllegalStateException if the piece is held, or something is still to be rechecked
   */
  public void write(int piece, int offset, ByteBuffer source) throws IOException {
    journal();
    Objects.checkFromIndexSize(offset, source.remaining(), layout().pieceLength(piece));
    if (held.contains(piece)) {
      throw new IllegalStateException("piece " + piece + " is verified already");
    }
    long position = layout().offset(piece) + offset;
    while (source.hasRemaining()) {
      position += file.channel().write(source, position);
    }
  }

  /**
   * Holds a piece from now on: all of it was written, and has the right hash. Does nothing if it is
   * held already.
   */
  public void verified(int piece) throws IOException {
    Journal present = journal();
    if (held.add(piece)) {
      present.verified(piece);
      tell(piece);
    }
  }

  /** Forces what is verified to the disk. Blocks, possibly for seconds. */
  public void checkpoint() throws IOException {
    synchronized (checkpoints) {
      Journal present = journal();
      int recorded = present.pieces();
      if (recorded > covered) {
        file.channel().force(false);
        present.checkpoint(recorded);
        covered = recorded;
      }
    }
  }

  /** Runs a task once the file is closed; set before the file is handed out. */
  void whenClosed(Runnable task) {
    whenClosed = task;
  }

  /** Fails everything from now on, because a checkpoint in the background has failed. */
  void fail(IOException cause) {
    failure = cause;
  }

  /**
   * Puts the whole file in its final place. Without leave to overwrite, a file that was made there
   * meanwhile is kept; with it, the file is forced to the disk before it replaces another. May be
   * called again after it has failed. Blocks.
   *
   * @return the same content as a file to share, which {@link #settle} makes durable
   * @throws Refusal DESTINATION_EXISTS or DESTINATION_UNUSABLE; the partial file stays
   * @throws IllegalStateException if a piece is missing
   */
  public SharedFile place() throws IOException {
    Journal present = journal();
    if (!held.complete()) {
      throw new IllegalStateException("the file has " + held);
    }
    if (download.overwrite()) {
      checkpoint();
    }
    path.place(present);
    FileStamp stamp = FileStamp.of(download.destination());
    return new SharedFile(
        download.group(),
        id().groupId(),
        name(),
        new HashedFile(download.destination(), stamp, hashes));
  }

  /**
   * Forces the whole file to the disk, in its final place. Until then the download must not be
   * forgotten: after a crash of the machine, opening it again finds what has been lost. Blocks,
   * possibly for seconds; this object is then to be closed.
   */
  public void settle() throws IOException {
    synchronized (checkpoints) {
      Journal present = journal();
      file.channel().force(true);
      present.checkpoint(present.pieces());
      covered = present.pieces();
    }
  }

  /** Closes and deletes the partial file, unless it is in its final place. */
  public void discard() throws IOException {
    close();
    if (!path.placed()) {
      Files.deleteIfExists(path.location());
    }
  }

  /** Makes a last checkpoint, if it can, and closes; readers that are open may go on. Blocks. */
  @Override
  public void close() throws IOException {
    synchronized (checkpoints) {
      Journal present = journal;
      if (failure instanceof ClosedPartialFileException) {
        return;
      }
      try {
        if (present != null && failure == null) {
          checkpoint();
        }
      } finally {
        whenClosed.run();
        failure = new ClosedPartialFileException(path.location());
        file.leave();
        if (present != null) {
          present.close();
        }
      }
    }
  }

  private Journal journal() throws IOException {
    IOException failed = failure;
    if (failed != null) {
      throw new IOException(String.valueOf(failed.getMessage()), failed);
    }
    Journal present = journal;
    if (present == null) {
      throw new IllegalStateException(doubtful.count() + " pieces are still to be rechecked");
    }
    return present;
  }

  private void tell(int piece) {
    listeners.forEach(listener -> listener.pieceHeld(piece));
  }

  /** Reads while others write; a user of the channel until closed. */
  private final class Reader implements ContentReader {
    private boolean closed;

    @Override
    public void read(int piece, int offset, ByteBuffer target) throws IOException {
      FileReader.readFully(path.location(), file.channel(), layout(), piece, offset, target);
    }

    @Override
    public synchronized void close() throws IOException {
      if (!closed) {
        closed = true;
        file.leave();
      }
    }
  }
}
