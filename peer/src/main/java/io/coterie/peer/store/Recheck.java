package io.coterie.peer.store;

import io.coterie.peer.content.Hash;
import io.coterie.peer.content.PieceDigest;
import io.coterie.peer.content.PieceLayout;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Hashes pieces read back from disk, with one buffer of 256 KiB. Not thread-safe. */
final class Recheck {
  private static final int BLOCK_SIZE = 256 << 10;

  private final PieceLayout layout;
  private final PieceDigest digest;
  private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_SIZE);

  Recheck(PieceLayout layout) {
    this.layout = layout;
    this.digest = new PieceDigest(layout);
  }

  Hash hash(ContentReader reader, int piece) throws IOException {
    int length = layout.pieceLength(piece);
    for (int offset = 0; offset < length; offset += BLOCK_SIZE) {
      block.clear().limit(Math.min(BLOCK_SIZE, length - offset));
      reader.read(piece, offset, block);
      digest.update(block.flip());
    }
    return digest.finish();
  }
}
