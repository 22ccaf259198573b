package io.coterie.peer.download;

import io.coterie.peer.fetch.FetchResources;
import io.coterie.peer.store.Catalog;
import io.coterie.rpc.error.Failure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this peer a source of a file at the tracker, and tries again while no tracker answers.
 * Confined to the download's executor.
 */
final class Sharing {
  private static final Logger log = LoggerFactory.getLogger(Sharing.class);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final FileDirectory files;
  private final RemoteFile file;
  private final FetchResources resources;
  private final Executor serial;
  private boolean pending;
  private boolean asking;
  private boolean shared;
  private long lastAsked;

  Sharing(FileDirectory files, RemoteFile file, FetchResources resources, Executor serial) {
    this.files = files;
    this.file = file;
    this.resources = resources;
    this.serial = serial;
  }

  /** There is something to share. Has no effect when the tracker knows. */
  void want() {
    if (!shared && !pending) {
      pending = true;
      ask();
    }
  }

  /** Whether the tracker is still to be told. */
  boolean isPending() {
    return pending;
  }

  /** Tries again when it is time. */
  void tick() {
    if (pending && resources.nanoTime() - lastAsked >= RETRY_NANOS) {
      ask();
    }
  }

  /** There is nothing to share any more, unless the user shares the same from elsewhere. */
  void withdraw(Catalog catalog, boolean mayBeShared) {
    pending = false;
    if ((shared || asking || mayBeShared) && catalog.find(file.content()).isEmpty()) {
      CompletableFuture<Void> unused =
          files
              .withdraw(file.group(), file.name())
              .whenComplete(
                  (done, thrown) -> {
                    if (thrown != null) {
                      log.info("{} stays listed here: {}", file.name(), thrown.toString());
                    }
                  });
    }
  }

  private void ask() {
    if (asking) {
      return;
    }
    asking = true;
    lastAsked = resources.nanoTime();
    CompletableFuture<Void> unused =
        files.share(file).whenCompleteAsync((done, thrown) -> answered(thrown), serial);
  }

  private void answered(@Nullable Throwable thrown) {
    asking = false;
    if (thrown == null) {
      pending = false;
      shared = true;
    } else if (PlainWords.finalAnswer(Failure.of(thrown), file).isPresent()) {
      pending = false;
      log.info("{} is not shared on: {}", file.name(), thrown.toString());
    }
  }
}
