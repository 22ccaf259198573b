package io.coterie.peer.download;

/** In which state a download is. */
public enum TransferState {
  /** Waits for its turn. */
  QUEUED,
  /** Gets the piece hashes and checks what is on disk. */
  CHECKING,
  /** Gets pieces, or waits for sources. */
  RUNNING,
  /** Stopped by the user, until resumed. */
  PAUSED,
  /** The file is whole, verified and in its place. Final. */
  COMPLETE,
  /** Stopped by an error, which its detail states, until resumed. */
  FAILED,
  /** Cancelled, its partial file deleted. Final. */
  CANCELLED;

  /** Whether nothing can happen to the download any more. */
  public boolean isFinal() {
    return this == COMPLETE || this == CANCELLED;
  }
}
