package io.coterie.peer.download;

import io.coterie.peer.content.HashMismatchException;
import io.coterie.peer.content.PieceHashes;
import io.coterie.peer.fetch.Grant;
import io.coterie.peer.fetch.PieceHashesClient;
import io.coterie.peer.store.DownloadRecord;
import io.coterie.peer.store.HeldContent;
import io.coterie.peer.store.PartialFile;
import io.coterie.peer.store.SharedFile;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A download from the moment it gets its turn until it is whole, fails or is stopped.
 *
 * <pre>
 *   destination holds it already? ──yes────────────────────────────────────┐
 *        │ no                                                              │
 *   piece hashes (stored, held by this peer, or from a source)             │
 *        │                                                                 ▼
 *   partial file ─► what this peer holds already ─► swarm ─► place ─► share ─► settle
 * </pre>
 *
 * <p>A placed file is complete for all who look at it. That it also survives a crash of the machine
 * takes the disk a while longer; the download is remembered until then, and repairs the file.
 *
 * <p>Confined to the download's executor; what blocks runs on workers.
 */
final class DownloadRun implements SourcePool.Listener {
  /** Hears how it goes. */
  interface Listener {
    /** Something has changed that a user can see. */
    void changed();

    /** There is something to offer to others now. */
    void becameSource();

    /** The file is whole and in its place, where others are served from. */
    void placed();
  }

  private final DownloadEnvironment environment;
  private final DownloadRecord record;
  private final RemoteFile file;
  private final Executor serial;
  private final Listener listener;
  private final Leftovers leftovers;
  private final DiskWork disk;
  private final RandomGenerator random;
  private final SourcePool pool;
  private final DestinationCheck destination;
  private final HashesFetch hashesFetch;
  private final CompletableFuture<SharedFile> interruption = new CompletableFuture<>();

  private volatile boolean stopped;
  private @Nullable PartialFile partial;
  private @Nullable Swarm swarm;
  private @Nullable LocalCopy copy;
  private boolean fetching;
  private boolean offered;
  private boolean shown;

  DownloadRun(
      DownloadEnvironment environment,
      DownloadRecord record,
      RemoteFile file,
      Executor serial,
      Listener listener) {
    this.environment = environment;
    this.record = record;
    this.file = file;
    this.serial = serial;
    this.listener = listener;
    leftovers = new Leftovers(environment.store().downloads());
    disk = new DiskWork(environment.resources().workers());
    random = new SplittableRandom(environment.seeds().getAsLong());
    pool =
        new SourcePool(environment.network(), file, environment.resources(), serial, random, this);
    destination = new DestinationCheck(environment, record, file, serial);
    hashesFetch =
        new HashesFetch(
            file,
            pool,
            environment.network().peers(),
            environment.resources(),
            serial,
            random,
            listener::changed);
  }

  /**
   * Runs. Completes on the download's executor, when all is closed, with the finished file, which
   * is stored as a share and offered; fails with what stopped it, {@link CancellationException}
   * after {@link #stop}.
   */
  CompletableFuture<SharedFile> start() {
    CompletableFuture<SharedFile> work =
        destination
            .find()
            .thenComposeAsync(found -> found.isPresent() ? keep(found.get()) : fetch(), serial);
    return CompletableFuture.anyOf(work, interruption)
        .handleAsync((done, failure) -> shutDown(), serial)
        .thenCompose(down -> work.thenApply(Optional::of).exceptionally(e -> Optional.empty()))
        .thenComposeAsync(this::retire, serial)
        .thenComposeAsync(
            retired ->
                work.isCompletedExceptionally() && interruption.isDone() ? interruption : work,
            serial);
  }

  /** Ends it soon. Keeps what is verified. */
  void stop() {
    interruption.completeExceptionally(new CancellationException("the download was stopped"));
  }

  /** Asks, connects and looks after sources. */
  void tick() {
    if (!fetching || stopped) {
      return;
    }
    pool.tick(connected() == 0);
    if (swarm == null) {
      hashesFetch.proceed();
    } else {
      swarm.tick();
    }
  }

  /** Bytes verified. */
  long verifiedBytes() {
    PartialFile open = partial;
    if (open == null) {
      return 0;
    }
    return Progress.bytes(open.held(), record.layout());
  }

  /** How many sources are connected. */
  int connected() {
    return swarm == null ? 0 : swarm.connected();
  }

  /** Whether sources are being used or sought. */
  boolean isFetching() {
    return fetching;
  }

  /** Whether pieces are being got, the hashes being known. */
  boolean isRunning() {
    return swarm != null;
  }

  /** The copying of what this peer holds itself; empty when it held nothing. */
  Optional<LocalCopy> copy() {
    return Optional.ofNullable(copy);
  }

  /** Whether this peer shares the whole content since this run has looked. */
  boolean couldCopy() {
    return fetching && !shown && LocalCopy.isNews(environment.catalog(), file.content(), copy());
  }

  SourcePool pool() {
    return pool;
  }

  Optional<Swarm> swarm() {
    return Optional.ofNullable(swarm);
  }

  @Override
  public void sourcesChanged() {
    if (swarm == null) {
      hashesFetch.proceed();
    } else {
      swarm.proceed();
    }
    listener.changed();
  }

  @Override
  public void grantRenewed(Grant grant) {
    if (swarm != null) {
      swarm.refresh(grant);
    }
  }

  @Override
  public void refused(String detail) {
    interruption.completeExceptionally(new DownloadFailedException(detail));
  }

  private CompletableFuture<SharedFile> fetch() {
    return hashes()
        .thenCompose(hashes -> disk.run(() -> open(hashes)))
        .thenComposeAsync(this::copyOwn, serial)
        .thenComposeAsync(this::getPieces, serial)
        .thenCompose(ignored -> disk.run(this::place))
        .thenComposeAsync(this::settle, serial);
  }

  private CompletableFuture<PieceHashes> hashes() {
    return disk.run(() -> environment.store().downloads().hashes(record))
        .thenComposeAsync(
            stored -> {
              requireGoingOn();
              if (stored.isPresent()) {
                return CompletableFuture.completedFuture(stored.get());
              }
              if (record.layout().pieceCount() <= 1) {
                return hashOfOnePiece();
              }
              return LocalCopy.sources(environment.catalog(), file.content()).stream()
                  .findFirst()
                  .map(held -> CompletableFuture.completedFuture(held.hashes()))
                  .orElseGet(this::fetchHashes);
            },
            serial);
  }

  private CompletableFuture<PieceHashes> hashOfOnePiece() {
    try {
      return CompletableFuture.completedFuture(
          PieceHashesClient.ofOnePiece(file.content(), record.layout()));
    } catch (HashMismatchException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<PieceHashes> fetchHashes() {
    beginFetching();
    return hashesFetch.result();
  }

  private PartialFile open(PieceHashes hashes) throws IOException {
    PartialFile opened = environment.store().downloads().open(record, hashes);
    try {
      opened.recheck(() -> stopped);
      opened.requireRoom();
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private CompletableFuture<PartialFile> copyOwn(PartialFile opened) {
    partial = opened;
    requireGoingOn();
    List<HeldContent> own = LocalCopy.sources(environment.catalog(), file.content());
    if (own.isEmpty() || opened.held().complete()) {
      return CompletableFuture.completedFuture(opened);
    }
    LocalCopy started = new LocalCopy(own, opened);
    copy = started;
    return started.run(disk, () -> stopped).thenApply(done -> opened);
  }

  private CompletableFuture<Void> getPieces(PartialFile opened) {
    requireGoingOn();
    BitSet have = BitSet.valueOf(opened.held().toBytes());
    if (!have.isEmpty()) {
      offer(opened);
    }
    Swarm started =
        new Swarm(
            pool,
            environment.network().peers(),
            new SourceLink.Work(
                file.content(),
                opened.hashes(),
                new PartialSink(opened),
                environment.resources(),
                serial,
                pool::renew),
            have,
            random,
            () -> progressed(opened));
    swarm = started;
    if (started.missing() > 0) {
      beginFetching();
      started.proceed();
    }
    listener.changed();
    return started.result();
  }

  private void beginFetching() {
    if (!fetching) {
      fetching = true;
      pool.start();
    }
  }

  private void progressed(PartialFile opened) {
    if (opened.held().count() > 0 && !stopped) {
      offer(opened);
    }
    listener.changed();
  }

  private void offer(PartialFile opened) {
    if (!offered) {
      offered = true;
      environment.catalog().add(opened);
      listener.becameSource();
    }
  }

  private SharedFile place() throws IOException {
    SharedFile whole = open().place();
    environment.store().shares().save(whole);
    return whole;
  }

  /** Shows the file as complete, then makes it durable. What fails to be durable is not served. */
  private CompletableFuture<SharedFile> settle(SharedFile whole) {
    shown = true;
    environment.catalog().add(whole);
    environment.catalog().remove(open());
    listener.placed();
    leaveSources();
    return disk.run(
        () -> {
          try {
            open().settle();
          } catch (IOException e) {
            environment.catalog().remove(whole);
            environment.store().shares().remove(whole);
            throw e;
          }
          environment.store().downloads().remove(record);
          return whole;
        });
  }

  /** Takes a file over that was at the destination already. */
  private CompletableFuture<SharedFile> keep(SharedFile whole) {
    return disk.run(
        () -> {
          environment.store().shares().save(whole);
          leftovers.discard(record);
          environment.store().downloads().remove(record);
          return whole;
        });
  }

  private PartialFile open() {
    PartialFile open = partial;
    if (open == null) {
      throw new IllegalStateException("there is no partial file");
    }
    return open;
  }

  private void requireGoingOn() {
    if (stopped) {
      throw new CancellationException("the download was stopped");
    }
  }

  private boolean shutDown() {
    stopped = true;
    hashesFetch.close();
    destination.stop();
    leaveSources();
    return true;
  }

  private void leaveSources() {
    pool.close();
    if (swarm != null) {
      swarm.close();
    }
  }

  /** Offers the whole file, if there is one, in place of the partial one, and closes that. */
  private CompletableFuture<Void> retire(Optional<SharedFile> whole) {
    // Once it is shown, the user may have stopped sharing it.
    whole.filter(file -> !shown).ifPresent(environment.catalog()::add);
    PartialFile open = partial;
    if (open == null) {
      return CompletableFuture.completedFuture(null);
    }
    environment.catalog().remove(open);
    return disk.act(open::close);
  }
}
