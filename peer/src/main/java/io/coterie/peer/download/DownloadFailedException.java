package io.coterie.peer.download;

/** A download cannot go on; the message says why and what to do, as a user reads it. */
final class DownloadFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DownloadFailedException(String detail) {
    super(detail);
  }
}
