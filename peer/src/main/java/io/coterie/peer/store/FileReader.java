package io.coterie.peer.store;

import io.coterie.peer.content.ContentChangedException;
import io.coterie.peer.content.FileStamp;
import io.coterie.peer.content.PieceLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Reads the pieces of a whole file and notices when it is not the one that was hashed. */
final class FileReader implements ContentReader {
  private final Path file;
  private final PieceLayout layout;
  private final FileStamp stamp;
  private final FileChannel channel;

  private FileReader(Path file, PieceLayout layout, FileStamp stamp, FileChannel channel) {
    this.file = file;
    this.layout = layout;
    this.stamp = stamp;
    this.channel = channel;
  }

  /**
   * Opens a file.
   *
   * @param stamp what it must look like, now and whenever it is read
   */
  static FileReader open(Path file, PieceLayout layout, FileStamp stamp) throws IOException {
    stamp.check(file);
    try {
      return new FileReader(file, layout, stamp, FileChannel.open(file, StandardOpenOption.READ));
    } catch (NoSuchFileException e) {
      throw new ContentChangedException(file + " is gone", e);
    }
  }

  @Override
  public void read(int piece, int offset, ByteBuffer target) throws IOException {
    readFully(file, channel, layout, piece, offset, target);
    // Afterwards: what was written before the read has shown by now.
    stamp.check(file);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  static void readFully(
      Path file, FileChannel channel, PieceLayout layout, int piece, int offset, ByteBuffer target)
      throws IOException {
    Objects.checkFromIndexSize(offset, target.remaining(), layout.pieceLength(piece));
    long position = layout.offset(piece) + offset;
    while (target.hasRemaining()) {
      int read = channel.read(target, position);
      if (read < 0) {
        throw new ContentChangedException(file + " became shorter");
      }
      position += read;
    }
  }
}
