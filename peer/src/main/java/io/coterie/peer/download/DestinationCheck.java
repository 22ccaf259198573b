package io.coterie.peer.download;

import io.coterie.peer.content.HashJob;
import io.coterie.peer.content.HashedFile;
import io.coterie.peer.store.DownloadRecord;
import io.coterie.peer.store.SharedFile;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether the very file stands at the destination already, by hashing what is there. Confined
 * to the download's executor.
 */
final class DestinationCheck {
  private final DownloadEnvironment environment;
  private final DownloadRecord record;
  private final RemoteFile file;
  private final Executor serial;
  private final DiskWork disk;
  private @Nullable HashJob job;
  private boolean stopped;

  DestinationCheck(
      DownloadEnvironment environment, DownloadRecord record, RemoteFile file, Executor serial) {
    this.environment = environment;
    this.record = record;
    this.file = file;
    this.serial = serial;
    disk = new DiskWork(environment.resources().workers());
  }

  /**
   * The file at the destination, if it is the one wanted.
   *
   * @return fails with DESTINATION_EXISTS when another one is there that may not be overwritten
   */
  CompletableFuture<Optional<SharedFile>> find() {
    Path destination = record.destination();
    return disk.run(
            () -> Files.isRegularFile(destination) && Files.size(destination) == file.size())
        .thenComposeAsync(
            same -> same ? compare() : CompletableFuture.completedFuture(Optional.empty()), serial);
  }

  /** Stops hashing. */
  void stop() {
    stopped = true;
    if (job != null) {
      job.cancel();
    }
  }

  private CompletableFuture<Optional<SharedFile>> compare() {
    return disk.run(() -> environment.hasher().start(record.destination()))
        .thenComposeAsync(this::hash, serial)
        .thenCompose(found -> disk.run(() -> sameOrEmpty(found)));
  }

  private CompletableFuture<HashedFile> hash(HashJob started) {
    job = started;
    if (stopped) {
      started.cancel();
    }
    return started.result();
  }

  private Optional<SharedFile> sameOrEmpty(HashedFile found) throws IOException {
    if (found.hashes().root().equals(file.content().root())) {
      return Optional.of(
          new SharedFile(file.group(), file.content().groupId(), file.name(), found));
    }
    // One that was placed and then damaged by a crash is repaired by the download itself.
    if (!record.overwrite() && !environment.store().downloads().isPlaced(record)) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_DESTINATION_EXISTS,
          record.destination()
              + " exists and is another file; move it away and resume, or download with leave to"
              + " overwrite");
    }
    return Optional.empty();
  }
}
