package io.coterie.peer.download;

import io.coterie.peer.content.PieceHashes;
import io.coterie.peer.store.DownloadRecord;
import io.coterie.peer.store.DownloadStore;
import io.coterie.peer.store.PartialFile;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is on disk of downloads that are not running. Every method uses the disk. */
final class Leftovers {
  private static final Logger log = LoggerFactory.getLogger(Leftovers.class);

  private final DownloadStore store;

  Leftovers(DownloadStore store) {
    this.store = store;
  }

  /** How many bytes of a download are verified and safe on disk; 0 when that cannot be told. */
  long verifiedBytes(DownloadRecord download) {
    try {
      Optional<PieceHashes> hashes = store.hashes(download);
      if (hashes.isEmpty()) {
        return 0;
      }
      try (PartialFile partial = store.open(download, hashes.get())) {
        return Progress.bytes(partial.held(), download.layout());
      }
    } catch (IOException e) {
      log.info("what is there of {} cannot be looked at: {}", download.name(), e.toString());
      return 0;
    }
  }

  /** Deletes the partial file of a download, if it has one. */
  void discard(DownloadRecord download) {
    try {
      Optional<PieceHashes> hashes = store.hashes(download);
      if (hashes.isPresent()) {
        store.open(download, hashes.get()).discard();
      }
    } catch (IOException e) {
      log.warn("the partial file of {} may be left over: {}", download.name(), e.toString());
    }
  }
}
