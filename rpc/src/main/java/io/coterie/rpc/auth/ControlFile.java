package io.coterie.rpc.auth;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;

/**
 * How a shell reaches a running peer's control service. The peer writes it, readable by its own
 * user only; a shell of the same user reads it. On disk it is a properties file with the keys
 * {@code port}, {@code token} and {@code certificate}.
 *
 * @param port the TCP port on 127.0.0.1
 * @param token the secret to send as bearer token
 * @param certificate the PEM file with the one certificate that the service shows
 */
public record ControlFile(int port, String token, Path certificate) {
  private static final int MAX_PORT = 65_535;

  /** Replaces {@code file} as a whole, with mode 0600 from the first byte on. */
  public void write(Path file) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("port", Integer.toString(port));
    properties.setProperty("token", token);
    properties.setProperty("certificate", certificate.toString());
    Path fresh =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            file.getFileName().toString(),
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      try (Writer writer = Files.newBufferedWriter(fresh, StandardCharsets.UTF_8)) {
        properties.store(writer, null);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /**
   * Reads {@code file}.
   *
   * @throws IOException with a message for the user when it cannot be read or is no control file
   */
  public static ControlFile read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is no control file of a peer", e);
    }
    try {
      return new ControlFile(
          port(properties.getProperty("port", ""), file),
          required(properties, "token", file),
          Path.of(required(properties, "certificate", file)));
    } catch (InvalidPathException e) {
      throw new IOException(file + " is no control file of a peer: it names no certificate", e);
    }
  }

  private static int port(String text, Path file) throws IOException {
    if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > MAX_PORT) {
      throw new IOException(file + " is no control file of a peer: it names no port");
    }
    return Integer.parseInt(text);
  }

  private static String required(Properties properties, String key, Path file) throws IOException {
    String value = properties.getProperty(key);
    if (value == null || value.isEmpty()) {
      throw new IOException(file + " is no control file of a peer: it names no " + key);
    }
    return value;
  }

  /** Names no secret. */
  @Override
  public String toString() {
    return "ControlFile[port=" + port + ", certificate=" + certificate + "]";
  }
}
