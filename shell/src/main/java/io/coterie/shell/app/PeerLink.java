package io.coterie.shell.app;

import io.coterie.peer.app.PeerProcess;
import io.coterie.peer.app.PeerSettings;
import io.coterie.peer.app.PeerStartException;
import io.coterie.peer.store.StoreLockedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The peer that a shell controls: its own, which ends with it, or one that runs by itself. Either
 * is reached through its control file.
 */
final class PeerLink implements AutoCloseable {
  private final Path controlFile;
  private final Optional<PeerProcess> own;

  private PeerLink(Path controlFile, Optional<PeerProcess> own) {
    this.controlFile = controlFile;
    this.own = own;
  }

  /**
   * Starts a peer within this process.
   *
   * @throws PeerStartException when it cannot start
   */
  static PeerLink embedded(PeerSettings settings) {
    try {
      PeerProcess peer = PeerProcess.start(settings);
      return new PeerLink(peer.controlFile(), Optional.of(peer));
    } catch (PeerStartException e) {
      if (e.getCause() instanceof StoreLockedException) {
        throw new PeerStartException(e.getMessage() + ", or use that peer with --peer", e);
      }
      throw e;
    }
  }

  /**
   * Finds the peer that runs on the address already.
   *
   * @throws PeerStartException when there is none
   */
  static PeerLink daemon(PeerSettings settings) {
    Path file = settings.controlFile();
    if (!Files.exists(file)) {
      throw new PeerStartException(
          "no peer runs on "
              + settings.listen()
              + " under "
              + settings.coterieHome()
              + "; start one with: bin/peer "
              + settings.listen()
              + " "
              + settings.trackerInfo());
    }
    return new PeerLink(file, Optional.empty());
  }

  /** The file with the address and the token of the control service. */
  Path controlFile() {
    return controlFile;
  }

  /** Whether the peer ends with the shell. */
  boolean endsWithShell() {
    return own.isPresent();
  }

  @Override
  public void close() {
    own.ifPresent(PeerProcess::close);
  }
}
