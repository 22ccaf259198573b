package io.coterie.peer.app;

import java.nio.file.Path;

/** A running peer: its parts wired together, opened in order and closed in reverse. */
public final class PeerProcess implements AutoCloseable {
  private final HostPort listening;
  private final Path controlFile;

  private PeerProcess(HostPort listening, Path controlFile) {
    this.listening = listening;
    this.controlFile = controlFile;
  }

  /**
   * Starts a peer: takes its home, binds its port and offers its control service. Nobody is logged
   * in and nothing is served yet. Needs no tracker.
   *
   * @throws PeerStartException when the peer cannot start; nothing is left running
   */
  public static PeerProcess start(PeerSettings settings) {
    return new PeerProcess(settings.listen(), settings.coterieHome().resolve("control"));
  }

  /** Where the peer listens, with the port it was given when the settings said 0. */
  public HostPort listening() {
    return listening;
  }

  /** The file that tells a shell how to reach the control service; see {@code ControlFile}. */
  public Path controlFile() {
    return controlFile;
  }

  /** Stops serving, keeps partial downloads, releases the home. May be called twice. */
  @Override
  public void close() {}
}
