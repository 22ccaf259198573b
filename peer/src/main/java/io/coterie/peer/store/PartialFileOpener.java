package io.coterie.peer.store;

import io.coterie.peer.content.PieceHashes;
import io.coterie.peer.content.PieceSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/**
 * Creates a partial file, or finds out what is left of one. What the journal vouches for is held at
 * once; everything else that may be there is doubtful. A journal that cannot be used makes every
 * piece doubtful, and stays until they have been rechecked.
 */
final class PartialFileOpener {
  private final DownloadRecord download;
  private final PieceHashes hashes;
  private final PartialPath path;
  private final int pieces;
  private final Path part;

  PartialFileOpener(DownloadRecord download, PieceHashes hashes, PartialPath path) {
    this.download = download;
    this.hashes = hashes;
    this.path = path;
    this.pieces = hashes.layout().pieceCount();
    this.part = path.location();
  }

  PartialFile open() throws IOException {
    if (Files.exists(part, LinkOption.NOFOLLOW_LINKS)) {
      return resume();
    }
    Optional<Journal.Contents> placed = readPlaced();
    if (placed.isPresent()) {
      path.resume(true, false);
      FileChannel channel =
          FileChannel.open(
              path.destination(),
              Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
      return partialFile(channel, placed.get().durable(), placed.get().doubtful());
    }
    FileChannel channel =
        FileChannel.open(
            part, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    extend(channel);
    return partialFile(channel, new PieceSet(pieces), new PieceSet(pieces));
  }

  /** Whether the file stands at its destination, as far as the journal knows. */
  boolean isPlaced() throws IOException {
    return readPlaced().isPresent();
  }

  private PartialFile resume() throws IOException {
    FileChannel channel =
        FileChannel.open(
            part,
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    boolean whole = channel.size() == hashes.layout().size();
    extend(channel);
    PieceSet none = new PieceSet(pieces);
    Journal.Contents contents;
    try {
      contents = Journal.read(path.journalFile(), hashes.root(), PartialPath.key(part), pieces);
    } catch (NoSuchFileException | CorruptStateException e) {
      return partialFile(channel, none, PieceSet.full(pieces));
    }
    path.resume(false, contents.placing());
    return whole
        ? partialFile(channel, contents.durable(), contents.doubtful())
        : partialFile(channel, none, PieceSet.full(pieces));
  }

  /** The journal, if the file that it is about stands at the destination, complete. */
  private Optional<Journal.Contents> readPlaced() throws IOException {
    Path destination = path.destination();
    if (!Files.isRegularFile(destination, LinkOption.NOFOLLOW_LINKS)
        || Files.size(destination) != hashes.layout().size()) {
      return Optional.empty();
    }
    try {
      Journal.Contents contents =
          Journal.read(path.journalFile(), hashes.root(), PartialPath.key(destination), pieces);
      int recorded = contents.durable().count() + contents.doubtful().count();
      return recorded == pieces ? Optional.of(contents) : Optional.empty();
    } catch (NoSuchFileException | CorruptStateException e) {
      return Optional.empty();
    }
  }

  private PartialFile partialFile(FileChannel channel, PieceSet durable, PieceSet doubtful)
      throws IOException {
    try {
      Journal journal = doubtful.count() == 0 ? path.newJournal(hashes.root(), durable) : null;
      return new PartialFile(
          download, hashes, path, new SharedChannel(channel), durable, doubtful, journal);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Gives the file its final size, without using space for what is not there. */
  private void extend(FileChannel channel) throws IOException {
    long size = hashes.layout().size();
    try {
      if (channel.size() < size) {
        channel.write(ByteBuffer.allocate(1), size - 1);
      }
      channel.truncate(size);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }
}
