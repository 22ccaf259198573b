package io.coterie.peer.control;

import io.coterie.peer.content.ContentId;
import io.coterie.peer.content.HashedFile;
import io.coterie.peer.download.RemoteFile;
import io.coterie.peer.store.Catalog;
import io.coterie.peer.store.HeldContent;
import io.coterie.peer.store.Loaded;
import io.coterie.peer.store.ShareStore;
import io.coterie.peer.store.SharedFile;
import io.coterie.peer.tracker.TrackerFiles;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.rpc.validate.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that the logged-in user shares from this peer: stored, served and listed at the tracker
 * together. Thread-safe; works on {@code worker} where it uses the disk.
 */
final class Shares {
  private static final int TAKE_OUT_TRIES = 10;

  private static final Logger log = LoggerFactory.getLogger(Shares.class);

  /** With these a tracker says that it knows of no such share. */
  private static final Set<ErrorReason> GONE =
      EnumSet.of(
          ErrorReason.ERROR_REASON_NOT_SHARING,
          ErrorReason.ERROR_REASON_FILE_NOT_FOUND,
          ErrorReason.ERROR_REASON_GROUP_NOT_FOUND,
          ErrorReason.ERROR_REASON_NOT_MEMBER);

  private final ShareStore store;
  private final Catalog catalog;
  private final TrackerFiles tracker;
  private final Executor worker;
  private boolean closed;

  Shares(ShareStore store, Catalog catalog, TrackerFiles tracker, Executor worker) {
    this.store = store;
    this.catalog = catalog;
    this.tracker = tracker;
    this.worker = worker;
  }

  /**
   * Serves what is stored and passes the test, as far as it is not served yet. Uses the disk.
   *
   * @return what is served now in addition, and what cannot be, a sentence each
   */
  synchronized Loaded<SharedFile> load(Predicate<SharedFile> test) {
    Loaded<SharedFile> stored = loadStored();
    List<SharedFile> added =
        closed
            ? List.of()
            : stored.entries().stream().filter(test).filter(share -> !isServed(share)).toList();
    added.forEach(catalog::add);
    return new Loaded<>(added, stored.problems());
  }

  private Loaded<SharedFile> loadStored() {
    try {
      return store.load();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what is shared", e);
    }
  }

  private boolean isServed(SharedFile share) {
    return list().stream()
        .anyMatch(other -> other.id().equals(share.id()) && other.name().equals(share.name()));
  }

  /** All that is shared and served, by group and name. */
  List<SharedFile> list() {
    return catalog.list().stream()
        .filter(SharedFile.class::isInstance)
        .map(SharedFile.class::cast)
        .sorted(Comparator.comparing(SharedFile::group).thenComparing(SharedFile::name))
        .toList();
  }

  /** Lists a hashed file in a group and serves it. Fails with what the tracker answers. */
  CompletableFuture<SharedFile> publish(String group, HashedFile file) {
    String name = Names.normalise(String.valueOf(file.path().getFileName()));
    return tracker
        .publish(group, name, file.stamp().size(), file.hashes().root())
        .thenApplyAsync(listed -> keep(listed, file), worker);
  }

  private synchronized SharedFile keep(RemoteFile listed, HashedFile file) {
    if (closed) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_NOT_LOGGED_IN,
          "the user has logged out meanwhile; log in and share the file again");
    }
    SharedFile share =
        new SharedFile(listed.group(), listed.content().groupId(), listed.name(), file);
    try {
      store.save(share);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remember the share", e);
    }
    served(listed.group(), listed.name()).forEach(catalog::remove);
    catalog.add(share);
    return share;
  }

  /**
   * Stops sharing a file, here and at the tracker. What the tracker does not know any more, because
   * the file, the group or the membership is gone, is forgotten here all the same.
   *
   * @return how many sources are left; fails with what the tracker says when nothing was forgotten
   */
  CompletableFuture<Integer> stop(String group, String name) {
    return tracker
        .stopSharing(group, name)
        .handleAsync(
            (left, failure) -> {
              List<SharedFile> own = stored(group, name);
              if (failure != null && (own.isEmpty() || !isGone(failure))) {
                throw rethrow(failure);
              }
              own.forEach(this::forget);
              return failure == null ? left : 0;
            },
            worker);
  }

  private static boolean isGone(Throwable failure) {
    return GONE.contains(Failure.of(failure).reason());
  }

  private static RuntimeException rethrow(Throwable failure) {
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(failure);
  }

  private List<SharedFile> served(String group, String name) {
    return list().stream().filter(share -> isNamed(share, group, name)).toList();
  }

  /** What is stored under a name, served or not. */
  private List<SharedFile> stored(String group, String name) {
    List<SharedFile> found = new ArrayList<>(served(group, name));
    if (found.isEmpty()) {
      loadStored().entries().stream()
          .filter(share -> isNamed(share, group, name))
          .forEach(found::add);
    }
    return found;
  }

  /** The content that is served under a name. */
  Optional<ContentId> find(String group, String name) {
    return served(group, name).stream().map(SharedFile::id).findFirst();
  }

  private static boolean isNamed(SharedFile share, String group, String name) {
    return share.name().equals(name) && Names.fold(share.group()).equals(Names.fold(group));
  }

  private void forget(SharedFile share) {
    catalog.remove(share);
    try {
      store.remove(share);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot forget the share", e);
    }
  }

  /** Forgets a share that its reader found changed, and takes this peer out as its source. */
  void faulty(HeldContent content) {
    if (content instanceof SharedFile share) {
      CompletableFuture<?> unused =
          CompletableFuture.runAsync(() -> forget(share), worker)
              .exceptionally(
                  failure -> {
                    log.warn("{} is still kept as a share on disk", share.name(), failure);
                    return null;
                  })
              .thenCompose(done -> takeOut(share, TAKE_OUT_TRIES));
    }
  }

  private CompletableFuture<Void> takeOut(SharedFile share, int tries) {
    return tracker
        .stopSharing(share.group(), share.name())
        .handle((left, failure) -> failure)
        .thenCompose(
            failure -> {
              if (failure == null
                  || Failure.of(failure).reason() == ErrorReason.ERROR_REASON_NOT_SHARING) {
                return CompletableFuture.completedFuture(null);
              }
              if (tries == 1) {
                log.warn("{} could not be withdrawn", share.name(), failure);
                return CompletableFuture.completedFuture(null);
              }
              return CompletableFuture.runAsync(
                      () -> {}, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, worker))
                  .thenCompose(later -> takeOut(share, tries - 1));
            });
  }

  /** Serves nothing of a group any more; what is stored stays. */
  void pauseGroup(String groupId) {
    catalog.list().stream()
        .filter(content -> content.id().groupId().equals(groupId))
        .forEach(catalog::remove);
  }

  /**
   * Forgets a file whose entry was removed from its group.
   *
   * @return whether it was shared from here
   */
  boolean entryRemoved(String groupId, String name) {
    List<HeldContent> gone = new ArrayList<>();
    Optional<HeldContent> next = catalog.find(groupId, name);
    while (next.isPresent()) {
      gone.add(next.get());
      catalog.remove(next.get());
      next = catalog.find(groupId, name);
    }
    for (HeldContent content : gone) {
      if (content instanceof SharedFile share) {
        CompletableFuture<?> unused = CompletableFuture.runAsync(() -> forget(share), worker);
      }
    }
    return !gone.isEmpty();
  }

  /** Serves nothing any more; what is stored stays. */
  synchronized void close() {
    closed = true;
    catalog.clear();
  }

  static Refusal unusable(Path path, String why) {
    return new Refusal(
        ErrorReason.ERROR_REASON_LOCAL_FILE_UNUSABLE, path + " cannot be shared: " + why);
  }
}
