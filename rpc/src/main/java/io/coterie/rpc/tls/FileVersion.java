package io.coterie.rpc.tls;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/**
 * By which a change of small files is noticed. Their content counts and not their times, as a
 * mounted Secret changes by a symbolic link.
 */
public final class FileVersion {

  private FileVersion() {}

  /** Names what the files hold, which of them are missing, and why one cannot be read. */
  public static String of(List<Path> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (Path file : files) {
        out.writeUTF(state(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HexFormat.of().formatHex(Digests.sha256(bytes.toByteArray()));
  }

  private static String state(Path file) {
    if (!Files.exists(file)) {
      return "missing";
    }
    try {
      return HexFormat.of().formatHex(Digests.sha256(Pem.readBytes(file)));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
