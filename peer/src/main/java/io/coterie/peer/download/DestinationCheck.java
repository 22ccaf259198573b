package io.coterie.peer.download;

import io.coterie.peer.content.HashJob;
import io.coterie.peer.content.HashedFile;
import io.coterie.peer.store.DownloadRecord;
import io.coterie.peer.store.SharedFile;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
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
        .thenApplyAsync(this::sameOrEmpty, environment.resources().workers());
  }

  private CompletableFuture<HashedFile> hash(HashJob started) {
    job = started;
    if (stopped) {
      started.cancel();
    }
    return started.result();
  }

  private Optional<SharedFile> sameOrEmpty(HashedFile found) {
    if (found.hashes().root().equals(file.content().root())) {
      return Optional.of(
          new SharedFile(file.group(), file.content().groupId(), file.name(), found));
    }
    if (!record.overwrite()) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_DESTINATION_EXISTS,
          record.destination()
              + " exists and is another file; move it away and resume, or download with leave to"
              + " overwrite");
    }
    return Optional.empty();
  }
}
