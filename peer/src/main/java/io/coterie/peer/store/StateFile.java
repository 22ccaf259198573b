package io.coterie.peer.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * A small file that is replaced as a whole: after a crash at any moment it holds the old or the new
 * bytes. Mode 0600. Framed with a magic number, the length and a CRC-32C, so that damage shows.
 */
final class StateFile {
  /** What a file that is not yet in place ends with; such files are left by crashes only. */
  static final String TEMPORARY = ".tmp";

  private static final long MAGIC = 0x434F544552494531L; // "COTERIE1"
  private static final int HEADER = Long.BYTES + Integer.BYTES;
  private static final int MAX_BYTES = 256 << 20;

  private StateFile() {}

  /** Writes the file durably. Callers write the same file one after the other. */
  static void write(Path file, byte[] bytes) throws IOException {
    ByteBuffer framed = ByteBuffer.allocate(HEADER + bytes.length + Integer.BYTES);
    framed.putLong(MAGIC).putInt(bytes.length).put(bytes).putInt(crc(bytes)).flip();
    Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
    Files.deleteIfExists(temporary);
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      while (framed.hasRemaining()) {
        channel.write(framed);
      }
      channel.force(true);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    Folders.sync(Folders.of(file));
  }

  /**
   * Reads the file.
   *
   * @throws CorruptStateException if it is damaged
   */
  static byte[] read(Path file) throws IOException, CorruptStateException {
    long size = Files.size(file);
    if (size < HEADER + Integer.BYTES || size > MAX_BYTES) {
      throw new CorruptStateException(size + " bytes cannot be a state file");
    }
    ByteBuffer framed = ByteBuffer.wrap(Files.readAllBytes(file));
    if (framed.getLong() != MAGIC) {
      throw new CorruptStateException("it does not begin as a state file");
    }
    if (framed.getInt() != framed.remaining() - Integer.BYTES) {
      throw new CorruptStateException("it is cut off or has grown");
    }
    byte[] bytes = Arrays.copyOfRange(framed.array(), HEADER, framed.capacity() - Integer.BYTES);
    if (framed.getInt(framed.capacity() - Integer.BYTES) != crc(bytes)) {
      throw new CorruptStateException("its checksum is wrong");
    }
    return bytes;
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
