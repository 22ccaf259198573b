package io.coterie.peer.store;

import io.coterie.peer.content.Hash;
import io.coterie.peer.content.PieceSet;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Which pieces of a partial file were verified, as records that are only appended. A checkpoint
 * says how many of the pieces recorded before it are known to be on the disk; the others are there
 * unless the machine crashed. Each record has a checksum, and what follows a damaged one does not
 * count. Thread-safe.
 */
final class Journal implements Closeable {
  private static final long MAGIC = 0x434F544A524E4C31L; // "COTJRNL1"
  private static final int HEADER = 3 * Long.BYTES + Hash.LENGTH + Integer.BYTES;
  private static final int RECORD = 3 * Integer.BYTES;
  private static final int PIECE = 1;
  private static final int CHECKPOINT = 2;
  private static final int PLACING = 3;

  private final FileChannel channel;
  private long end;
  private int pieces;

  /**
   * What a journal says.
   *
   * @param durable pieces whose bytes are on the disk
   * @param doubtful pieces that were verified, but may not have reached the disk
   * @param placing whether the file was about to be put in its final place
   */
  record Contents(PieceSet durable, PieceSet doubtful, boolean placing) {}

  private Journal(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Begins a journal, in place of one that exists.
   *
   * @param fileKey identifies the partial file, so that another one is not taken for it
   * @param durable pieces known to be on the disk
   * @param placing whether the file was about to be put in its final place
   */
  static Journal create(Path file, Hash root, UUID fileKey, PieceSet durable, boolean placing)
      throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + StateFile.TEMPORARY);
    FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    try {
      Journal journal = new Journal(channel);
      journal.append(header(root, fileKey));
      for (int piece = durable.next(0); piece >= 0; piece = durable.next(piece + 1)) {
        journal.verified(piece);
      }
      if (placing) {
        journal.placing();
      }
      journal.checkpoint(journal.pieces());
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      Folders.sync(Folders.of(file));
      return journal;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Reads a journal, up to the first record that is damaged.
   *
   * @throws CorruptStateException if it belongs to other content or another partial file, or is
   *     none
   */
  static Contents read(Path file, Hash root, UUID fileKey, int pieceCount)
      throws IOException, CorruptStateException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    byte[] header = header(root, fileKey).array();
    if (bytes.remaining() < HEADER
        || !Arrays.equals(header, Arrays.copyOf(bytes.array(), HEADER))) {
      throw new CorruptStateException("the journal " + file + " belongs to another file");
    }
    bytes.position(HEADER);
    PieceSet recorded = new PieceSet(pieceCount);
    int[] order = new int[Math.min(pieceCount, bytes.remaining() / RECORD)];
    int covered = 0;
    boolean placing = false;
    while (bytes.remaining() >= RECORD) {
      int type = bytes.getInt();
      int value = bytes.getInt();
      if (bytes.getInt() != checksum(type, value)) {
        break;
      }
      if (type == PIECE && value >= 0 && value < pieceCount) {
        if (recorded.add(value)) {
          order[recorded.count() - 1] = value;
        }
      } else if (type == CHECKPOINT && value >= 0 && value <= recorded.count()) {
        covered = value;
      } else if (type == PLACING) {
        placing = true;
      } else {
        break;
      }
    }
    PieceSet durable = new PieceSet(pieceCount);
    PieceSet doubtful = new PieceSet(pieceCount);
    for (int i = 0; i < recorded.count(); i++) {
      (i < covered ? durable : doubtful).add(order[i]);
    }
    return new Contents(durable, doubtful, placing);
  }

  /** Records a piece; it must not have been recorded before. */
  synchronized void verified(int piece) throws IOException {
    append(record(PIECE, piece));
    pieces++;
  }

  /** How many pieces are recorded. */
  synchronized int pieces() {
    return pieces;
  }

  /**
   * Says durably that the first {@code covered} recorded pieces are on the disk.
   *
   * @param covered what {@link #pieces} was before their bytes were forced to the disk
   */
  void checkpoint(int covered) throws IOException {
    synchronized (this) {
      append(record(CHECKPOINT, covered));
    }
    channel.force(false);
  }

  /** Says durably that the file is about to be put in its final place. */
  void placing() throws IOException {
    synchronized (this) {
      append(record(PLACING, 0));
    }
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void append(ByteBuffer bytes) throws IOException {
    long position = end;
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
    end = position;
  }

  private static ByteBuffer header(Hash root, UUID fileKey) {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.putLong(MAGIC);
    header.putLong(fileKey.getMostSignificantBits()).putLong(fileKey.getLeastSignificantBits());
    header.put(root.asByteBuffer());
    CRC32C crc = new CRC32C();
    crc.update(header.array(), 0, header.position());
    return header.putInt((int) crc.getValue()).flip();
  }

  private static ByteBuffer record(int type, int value) {
    return ByteBuffer.allocate(RECORD)
        .putInt(type)
        .putInt(value)
        .putInt(checksum(type, value))
        .flip();
  }

  private static int checksum(int type, int value) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(2 * Integer.BYTES).putInt(type).putInt(value).flip());
    return (int) crc.getValue();
  }
}
