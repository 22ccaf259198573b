package io.coterie.peer.source;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Asks a tracker who holds a file. Thread-safe; must not block. */
@FunctionalInterface
public interface SourceLookup {
  /**
   * Lists the peers that hold the file, without this peer itself, those online first.
   *
   * @return fails with what the tracker answered (NOT_MEMBER, FILE_NOT_FOUND, ...) or with
   *     NO_TRACKER when none answered within the call's deadline
   */
  CompletableFuture<List<SourceInfo>> sources(String group, String name);
}
