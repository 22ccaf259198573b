package io.coterie.shell.command;

import io.coterie.peer.v1.GetSessionResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/**
 * The session's token in a file beside the user's key, mode 0600, so that other programs can use
 * the session without the token appearing on a screen or in a list of processes.
 */
public final class SessionTokenFile {
  private static final String NAME = "session_token";

  private SessionTokenFile() {}

  /** Writes the token of a session and returns the file. */
  public static Path write(GetSessionResponse session) throws IOException {
    Path file = of(session);
    Path fresh =
        Files.createTempFile(
            Objects.requireNonNull(file.getParent(), "the user's folder"),
            NAME,
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(fresh, session.getSessionToken() + "\n", StandardCharsets.US_ASCII);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
    return file;
  }

  /** Deletes the file of a session that ends, if there is one. */
  public static void delete(GetSessionResponse session) throws IOException {
    Files.deleteIfExists(of(session));
  }

  private static Path of(GetSessionResponse session) {
    return Path.of(session.getKeyFile()).resolveSibling(NAME);
  }
}
