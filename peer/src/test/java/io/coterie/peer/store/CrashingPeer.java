package io.coterie.peer.store;

import io.coterie.peer.content.PieceHashes;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A process that downloads without end, to be killed at any moment: holds the home, stores its
 * download again and again, and says on standard output what it has verified.
 */
final class CrashingPeer {
  static final String ADDRESS = "127.0.0.1:7";
  static final int SIZE = 300 * (64 << 10);

  private CrashingPeer() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();
    Sample sample = new Sample(SIZE);
    PeerHome home = PeerHome.open(folder, ADDRESS);
    DownloadStore store = home.user("alice", background).downloads();
    DownloadRecord download = sample.download(folder.resolve("copy"));
    PieceHashes hashes = sample.hashes();
    PartialFile file = store.open(download, hashes);
    file.recheck(() -> false);
    System.out.println("ready");
    for (int piece = file.held().nextMissing(0);
        piece >= 0;
        piece = file.held().nextMissing(piece + 1)) {
      sample.fetch(file, piece, 1);
      System.out.println(piece);
      store.save(download.withFailure("after piece " + piece));
      if (piece % 7 == 0) {
        file.checkpoint();
      }
    }
    Thread.sleep(Long.MAX_VALUE);
  }
}
