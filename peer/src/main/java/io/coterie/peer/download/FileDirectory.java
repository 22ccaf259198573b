package io.coterie.peer.download;

import java.util.concurrent.CompletableFuture;

/** What downloads ask of a tracker about files. Thread-safe; must not block. */
public interface FileDirectory {
  /**
   * Looks a file up.
   *
   * @return fails with what the tracker answered (NOT_MEMBER, FILE_NOT_FOUND, ...) or with
   *     NO_TRACKER
   */
  CompletableFuture<RemoteFile> find(String group, String name);

  /** Makes this peer a source of the file. Fails as {@link #find}. */
  CompletableFuture<Void> share(RemoteFile file);

  /** Takes this peer out as a source of the file. Fails as {@link #find}, or with NOT_SHARING. */
  CompletableFuture<Void> withdraw(String group, String name);
}
