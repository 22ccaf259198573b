package io.coterie.peer.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.testing.Corpus;
import io.coterie.rpc.testing.FuzzInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** State files that rotted or were tampered with: known to be corrupt, or read as written. */
public final class StateFuzzTest {
  private static final Path FILE = temporary();
  private static final long MAGIC = 0x434F544552494531L;

  @Corpus
  void holds(byte[] input) throws IOException {
    fuzzerTestOneInput(input);
  }

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    FuzzInput fuzz = new FuzzInput(input);
    switch (fuzz.below(3)) {
      case 0 -> file(fuzz.rest());
      case 1 -> codec(new ShareCodec(), fuzz.rest());
      default -> codec(new DownloadCodec(), fuzz.rest());
    }
  }

  private static void file(byte[] bytes) throws IOException {
    Files.write(FILE, bytes);
    try {
      assertThat(framed(StateFile.read(FILE))).isEqualTo(bytes);
    } catch (CorruptStateException refused) {
      int payload = Math.max(0, bytes.length - 16);
      byte[] content = Arrays.copyOfRange(bytes, bytes.length - payload, bytes.length);
      assertThat(framed(content)).isNotEqualTo(bytes);
    }
  }

  /** A state file as documented: magic number, length, content, CRC-32C. */
  private static byte[] framed(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content);
    return ByteBuffer.allocate(16 + content.length)
        .putLong(MAGIC)
        .putInt(content.length)
        .put(content)
        .putInt((int) crc.getValue())
        .array();
  }

  private static <T> void codec(StateCodec<T> codec, byte[] bytes) {
    try {
      byte[] written = codec.encode(codec.decode(bytes));
      assertThat(codec.encode(codec.decode(written))).isEqualTo(written);
    } catch (CorruptStateException refused) {
      assertThat(refused).hasMessageContaining("a value is missing or out of range");
    }
  }

  private static Path temporary() {
    try {
      Path file = Files.createTempFile("fuzz", ".state");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
