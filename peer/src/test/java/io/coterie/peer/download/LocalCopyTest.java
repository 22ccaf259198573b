package io.coterie.peer.download;

import static io.coterie.peer.download.DownloadFixture.GROUP;
import static io.coterie.peer.download.DownloadFixture.MIB;
import static io.coterie.peer.download.DownloadFixture.NAME;
import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.peer.content.FileStamp;
import io.coterie.peer.content.HashedFile;
import io.coterie.peer.store.SharedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads of what this peer holds itself. */
class LocalCopyTest {
  private static final String NOBODY =
      "nobody else has this file now; goes on by itself when somebody shares it again";

  @TempDir Path temp;
  private Path own;

  @BeforeEach
  void name() {
    own = temp.resolve("own.raw");
  }

  /** Of more than the copying does in one turn on the disk. */
  @Test
  void aFileThatThisPeerSharesIsCopied() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 40 * MIB)) {
      peer.catalog.add(share(peer, peer.content));
      assertThat(peer.start().detail()).isEmpty();
      peer.untilComplete();
      assertThat(own).hasBinaryContent(peer.content);
    }
  }

  @Test
  void aCopyThatIsWrongIsTakenAsFarAsItIsRight() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 4 * MIB)) {
      byte[] rotten = peer.content.clone();
      rotten[2 * MIB + 5] ^= 1;
      peer.catalog.add(share(peer, rotten));
      peer.start();
      String fault =
          "; this peer's own copy cannot be used: piece 2 of "
              + own.toRealPath()
              + ", which this peer shares, is not what was hashed";
      peer.until(() -> peer.only().detail().equals("waits: " + NOBODY + fault));
      assertThat(peer.only().verifiedBytes()).isEqualTo(2 * MIB);

      ScriptedSource source = peer.source("a");
      peer.passTimeUntil(() -> peer.only().state() == TransferState.COMPLETE);
      peer.assertComplete();
      assertThat(source.asked()).containsExactlyInAnyOrder(2, 3);
    }
  }

  @Test
  void aDownloadThatWaitsSaysSoAndCopiesWhatThisPeerSharesLater() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 4 * MIB)) {
      assertThat(peer.start().detail()).isEqualTo(NOBODY);
      peer.until(() -> peer.only().detail().equals("waits: " + NOBODY));
      assertThat(peer.explain().findings().get(0)).isEqualTo("waits: " + NOBODY);

      peer.catalog.add(share(peer, peer.content));
      peer.passTimeUntil(() -> peer.only().state() == TransferState.COMPLETE);
      peer.assertComplete();
    }
  }

  private SharedFile share(DownloadFixture peer, byte[] content) throws IOException {
    Files.write(own, content);
    return new SharedFile(
        GROUP, "group-1", NAME, new HashedFile(own.toRealPath(), FileStamp.of(own), peer.hashes));
  }
}
