package io.coterie.peer.download;

import io.coterie.peer.fetch.PieceSink;
import io.coterie.peer.store.PartialFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes verified pieces into a partial file. When two sources deliver the same piece at the same
 * time, the first one writes. Thread-safe.
 */
final class PartialSink implements PieceSink {
  private final PartialFile file;
  private final Set<Integer> taken = ConcurrentHashMap.newKeySet();

  PartialSink(PartialFile file) {
    this.file = file;
  }

  @Override
  public boolean write(int piece, ByteBuffer data) throws IOException {
    if (!taken.add(piece)) {
      return false;
    }
    try {
      if (file.held().contains(piece)) {
        return false;
      }
      file.write(piece, 0, data);
      file.verified(piece);
      return true;
    } finally {
      taken.remove(piece);
    }
  }
}
