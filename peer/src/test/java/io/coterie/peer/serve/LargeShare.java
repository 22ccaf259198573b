package io.coterie.peer.serve;

import io.coterie.peer.content.FileHasher;
import io.coterie.peer.content.HashedFile;
import io.coterie.peer.store.SharedFile;
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
}
