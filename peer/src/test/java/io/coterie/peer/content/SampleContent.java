package io.coterie.peer.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Content that can be made anywhere, byte for byte, and what libtorrent says of it (see
 * bep52-vectors.txt).
 */
public final class SampleContent {
  private SampleContent() {}

  /** The SHA-256 digests of the 8-byte numbers 0, 1, 2, ..., cut at a size. */
  public static byte[] dense(int size) {
    MessageDigest sha256 = MerkleTree.sha256();
    ByteBuffer content = ByteBuffer.allocate((size + 31) / 32 * 32);
    for (long i = 0; content.hasRemaining(); i++) {
      content.put(sha256.digest(ByteBuffer.allocate(8).putLong(i).array()));
    }
    byte[] bytes = new byte[size];
    content.flip().get(bytes);
    return bytes;
  }

  /** One vector. */
  record Vector(String content, PieceLayout layout, Hash root, Map<Integer, Hash> pieces) {
    /** Writes the content to a new file. */
    void write(Path file) throws IOException {
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        if (content.equals("dense")) {
          writeAll(channel, 0, dense((int) layout.size()));
        } else {
          writeAll(channel, 0, dense(20_000));
          writeAll(channel, layout.size() - 50_000, dense(50_000));
        }
      }
    }
  }

  static List<Vector> vectors() {
    List<Vector> vectors = new ArrayList<>();
    for (String line : resource("bep52-vectors.txt").lines().toList()) {
      if (line.startsWith("#")) {
        continue;
      }
      List<String> fields = List.of(line.split(" ", -1));
      Map<Integer, Hash> pieces = new LinkedHashMap<>();
      for (int i = 4; i < fields.size(); i++) {
        int colon = fields.get(i).indexOf(':');
        pieces.put(
            Integer.valueOf(fields.get(i).substring(0, colon)),
            Hash.parse(fields.get(i).substring(colon + 1)));
      }
      PieceLayout layout =
          new PieceLayout(Long.parseLong(fields.get(1)), Integer.parseInt(fields.get(2)));
      vectors.add(new Vector(fields.get(0), layout, Hash.parse(fields.get(3)), pieces));
    }
    return vectors;
  }

  private static String resource(String name) {
    try (InputStream in = SampleContent.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeAll(FileChannel channel, long position, byte[] bytes)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer, position + buffer.position());
    }
  }
}
