package io.coterie.peer.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.peer.content.Hash;
import io.coterie.peer.content.PieceSet;
import io.coterie.rpc.testing.Corpus;
import io.coterie.rpc.testing.FuzzInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.CRC32C;

/** Journals cut, damaged or made up: no piece counts that a good record does not name. */
public final class JournalFuzzTest {
  private static final int PIECES = 100;
  private static final UUID KEY = new UUID(1, 2);
  private static final Path FILE = temporary();
  private static final byte[] HEADER = header();

  @Corpus
  void holds(byte[] input) throws Exception {
    fuzzerTestOneInput(input);
  }

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    FuzzInput fuzz = new FuzzInput(input);
    if (fuzz.below(8) == 0) {
      anything(fuzz.rest());
      return;
    }
    ByteArrayOutputStream journal = new ByteArrayOutputStream();
    journal.writeBytes(HEADER);
    PieceSet named = new PieceSet(PIECES);
    boolean whole = true;
    while (fuzz.hasMore()) {
      int type = fuzz.below(5);
      int value = fuzz.below(16) == 0 ? fuzz.integer() : fuzz.below(PIECES);
      boolean damaged = fuzz.below(32) == 0;
      journal.writeBytes(record(type, value, damaged));
      whole &= !damaged;
      if (whole && type == 1 && value >= 0 && value < PIECES) {
        named.add(value);
      }
    }
    Files.write(FILE, journal.toByteArray());
    Journal.Contents read = Journal.read(FILE, Hash.ZERO, KEY, PIECES);
    for (int piece = 0; piece < PIECES; piece++) {
      boolean durable = read.durable().contains(piece);
      boolean doubtful = read.doubtful().contains(piece);
      assertThat(durable && doubtful).isFalse();
      assertThat(durable || doubtful).as("piece %s", piece).isIn(false, named.contains(piece));
    }
    Journal.create(FILE, Hash.ZERO, KEY, read.durable(), read.placing()).close();
    Journal.Contents again = Journal.read(FILE, Hash.ZERO, KEY, PIECES);
    assertThat(again.durable().toBytes()).isEqualTo(read.durable().toBytes());
    assertThat(again.placing()).isEqualTo(read.placing());
  }

  private static void anything(byte[] bytes) throws IOException {
    Files.write(FILE, bytes);
    try {
      Journal.Contents unused = Journal.read(FILE, Hash.ZERO, KEY, PIECES);
      assertThat(bytes).startsWith(HEADER);
    } catch (CorruptStateException refused) {
      assertThat(refused).hasMessageContaining("belongs to another file");
    }
  }

  private static byte[] record(int type, int value, boolean damaged) {
    ByteBuffer record = ByteBuffer.allocate(12).putInt(type).putInt(value);
    CRC32C crc = new CRC32C();
    crc.update(record.array(), 0, 8);
    return record.putInt((int) crc.getValue() + (damaged ? 1 : 0)).array();
  }

  private static byte[] header() {
    try {
      Journal.create(FILE, Hash.ZERO, KEY, new PieceSet(PIECES), false).close();
      byte[] journal = Files.readAllBytes(FILE);
      // All but the one record, a checkpoint.
      return ByteBuffer.allocate(journal.length - 12).put(journal, 0, journal.length - 12).array();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path temporary() {
    try {
      Path file = Files.createTempFile("fuzz", ".journal");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
