package io.coterie.peer.serve;

import io.coterie.peer.content.FileHasher;
import io.coterie.peer.content.FileStamp;
import io.coterie.peer.content.Hash;
import io.coterie.peer.content.HashedFile;
import io.coterie.peer.content.PieceDigest;
import io.coterie.peer.content.PieceHashes;
import io.coterie.peer.content.PieceLayout;
import io.coterie.peer.store.SharedFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A file shared the way the peer does it. */
final class LargeShare {
  private LargeShare() {}

  static SharedFile of(Path file, String groupId, byte[] content) throws Exception {
    Files.write(file, content);
    try (FileHasher hasher = new FileHasher(2)) {
      HashedFile hashed = hasher.start(file).result().get(60, TimeUnit.SECONDS);
      return new SharedFile("photos", groupId, String.valueOf(file.getFileName()), hashed);
    }
  }

  /** The same with pieces of any size. */
  static SharedFile of(Path file, String groupId, byte[] content, PieceLayout layout)
      throws Exception {
    Files.write(file, content);
    ByteBuffer hashes = ByteBuffer.allocate(layout.pieceCount() * Hash.LENGTH);
    PieceDigest digest = new PieceDigest(layout);
    for (int i = 0; i < layout.pieceCount(); i++) {
      digest.update(ByteBuffer.wrap(content, (int) layout.offset(i), layout.pieceLength(i)));
      hashes.put(digest.finish().asByteBuffer());
    }
    PieceHashes computed = PieceHashes.computed(layout, hashes.array());
    return new SharedFile(
        "photos",
        groupId,
        String.valueOf(file.getFileName()),
        new HashedFile(file, FileStamp.of(file), computed));
  }
}
