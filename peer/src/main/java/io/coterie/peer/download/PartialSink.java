package io.coterie.peer.download;

import io.coterie.peer.fetch.PieceSink;
import io.coterie.peer.store.PartialFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
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
  public boolean write(int piece, List<ByteBuffer> data) throws IOException {
    if (!taken.add(piece)) {
      return false;
    }
    try {
      if (file.held().contains(piece)) {
        return false;
      }
      int offset = 0;
      for (ByteBuffer part : data) {
        int length = part.remaining();
        file.write(piece, offset, part);
        offset += length;
      }
      file.verified(piece);
      return true;
    } finally {
      taken.remove(piece);
    }
  }
}
