package io.coterie.peer.download;

import io.coterie.peer.content.ContentId;
import io.coterie.peer.source.SourceInfo;
import io.coterie.peer.store.DownloadRecord;
import io.coterie.peer.store.Loaded;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.rpc.validate.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The downloads of one logged-in user: made at login, closed at logout. Thread-safe; nothing but
 * {@link #close} blocks, and futures complete on worker threads.
 */
public final class DownloadManager implements AutoCloseable {
  /** How many downloads run at a time; the others are queued. */
  public static final int MAX_RUNNING = 4;

  private static final Logger log = LoggerFactory.getLogger(DownloadManager.class);
  private static final Duration TICK = Duration.ofMillis(250);
  private static final int CLOSE_SECONDS = 10;
  private static final int MAX_FINISHED = 1000;

  private final DownloadEnvironment environment;
  private final DiskWork disk;
  private final DownloadStart starts;
  private final DownloadQueue queue;
  private final List<TransferListener> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, Download> downloads = new ConcurrentHashMap<>();
  private final Map<Path, String> destinations = new ConcurrentHashMap<>();
  private final Queue<TransferSnapshot> finished = new LinkedBlockingQueue<>();
  private @Nullable Future<?> ticks;

  /** Manages the downloads of one user; does nothing before {@link #open}. */
  public DownloadManager(DownloadEnvironment environment) {
    this.environment = environment;
    disk = new DiskWork(environment.resources().workers());
    starts = new DownloadStart(environment.clock());
    queue = new DownloadQueue(environment.resources().serial(), this::tell);
  }

  /** What was found in the store. */
  public record Opened(int goingOn, List<String> problems) {
    public Opened {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Takes up the downloads that are stored, paused and failed ones as they were. To be called once,
   * before all else.
   *
   * @return how many go on, and what could not be taken up, a sentence each
   */
  public CompletableFuture<Opened> open() {
    ticks = environment.resources().every(TICK, this::tick);
    return disk.run(
        () -> {
          Loaded<DownloadRecord> loaded = environment.store().downloads().load();
          Leftovers leftovers = new Leftovers(environment.store().downloads());
          List<Download> found = new ArrayList<>();
          for (DownloadRecord record : loaded.entries()) {
            found.add(add(record, leftovers.verifiedBytes(record)));
          }
          found.sort(DownloadQueue.OLDEST_FIRST);
          List<Download> goingOn =
              found.stream()
                  .filter(download -> download.snapshot().state() == TransferState.QUEUED)
                  .toList();
          goingOn.forEach(queue::queued);
          return new Opened(goingOn.size(), loaded.problems());
        });
  }

  /**
   * Queues a download. A destination that holds the very file already makes it complete at once.
   *
   * @return the download as it was queued, with a detail when nobody who has the file is online;
   *     fails with DESTINATION_EXISTS, DESTINATION_UNUSABLE, TRANSFER_EXISTS, or with what the
   *     tracker answered (NOT_MEMBER, FILE_NOT_FOUND, ...)
   */
  public CompletableFuture<TransferSnapshot> start(DownloadRequest request) {
    DownloadNetwork network = environment.network();
    // Whether there is a source is only told: it is asked again, and a failure shows then.
    CompletableFuture<Optional<List<SourceInfo>>> sources =
        network
            .sources()
            .sources(request.group(), request.name())
            .thenApply(Optional::of)
            .exceptionally(failure -> Optional.empty());
    return network
        .files()
        .find(request.group(), request.name())
        .thenCompose(file -> disk.run(() -> enlist(starts.record(request, file))))
        .thenApply(
            download -> {
              TransferSnapshot queued = download.snapshot();
              tell(queued);
              queue.queued(download);
              return new Begun(download.file(), queued);
            })
        .thenCombineAsync(sources, this::told, environment.resources().workers());
  }

  private record Begun(RemoteFile file, TransferSnapshot queued) {}

  /** Says what a download that begins will wait for, unless it is to be had, here or elsewhere. */
  private TransferSnapshot told(Begun begun, Optional<List<SourceInfo>> sources) {
    boolean toBeHad =
        environment.catalog().find(begun.file().content()).isPresent()
            || Files.exists(begun.queued().destination());
    return sources
        .filter(found -> !toBeHad && found.stream().noneMatch(SourceInfo::online))
        .map(found -> begun.queued().withDetail(PlainWords.nobody(found)))
        .orElse(begun.queued());
  }

  /** All downloads since {@link #open}, newest first; of the finished ones the last thousand. */
  public List<TransferSnapshot> list() {
    return downloads.values().stream()
        .sorted(DownloadQueue.OLDEST_FIRST.reversed())
        .map(Download::snapshot)
        .toList();
  }

  /** The content of an unfinished download from a group, by names as users write them. */
  public Optional<ContentId> find(String group, String name) {
    return downloads.values().stream()
        .filter(download -> !download.snapshot().state().isFinal())
        .map(Download::file)
        .filter(file -> file.name().equals(name))
        .filter(file -> Names.fold(file.group()).equals(Names.fold(group)))
        .map(RemoteFile::content)
        .findFirst();
  }

  /**
   * Stops a download and keeps what is verified. Has no effect on a paused one.
   *
   * @return completes when it has stopped; fails with TRANSFER_NOT_FOUND, or TRANSFER_STATE when it
   *     is complete
   */
  public CompletableFuture<TransferSnapshot> pause(String id) {
    return with(id, Download::pause);
  }

  /**
   * Queues a paused or failed download again. Has no effect on one that goes on already.
   *
   * @return fails with TRANSFER_NOT_FOUND, or TRANSFER_STATE when it is complete
   */
  public CompletableFuture<TransferSnapshot> resume(String id) {
    return with(id, Download::resume);
  }

  /**
   * Ends a download for good and deletes what it has got so far.
   *
   * @return completes when nothing of it is left; fails with TRANSFER_NOT_FOUND, or TRANSFER_STATE
   *     when it is complete
   */
  public CompletableFuture<TransferSnapshot> cancel(String id) {
    return with(id, Download::cancel)
        .whenComplete(
            (cancelled, failure) -> {
              if (cancelled != null) {
                forget(cancelled.destination(), id);
              }
            });
  }

  /**
   * Says why a download does what it does.
   *
   * @return fails with TRANSFER_NOT_FOUND
   */
  public CompletableFuture<Explanation> explain(String id) {
    return with(id, Download::explain);
  }

  /** Tells a listener of every change from now on. */
  public void addListener(TransferListener listener) {
    listeners.add(listener);
  }

  /**
   * Stops all downloads where they are, to be taken up at the next login. Waits a few seconds at
   * most.
   */
  @Override
  public void close() {
    Future<?> ticking = ticks;
    if (ticking != null) {
      ticking.cancel(false);
    }
    queue.close();
    CompletableFuture<?> all =
        CompletableFuture.allOf(
            downloads.values().stream()
                .map(download -> download.suspend().exceptionally(failure -> null))
                .toArray(CompletableFuture[]::new));
    try {
      all.get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.warn("not all downloads have stopped: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Download enlist(DownloadRecord record) throws IOException {
    String id = record.transferId();
    String holder =
        destinations.compute(
            record.destination(),
            (path, other) -> other != null && !superseded(other) ? other : id);
    if (!holder.equals(id)) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_TRANSFER_EXISTS,
          "a download to " + record.destination() + " is there already; show_downloads lists it");
    }
    Download download = add(record, 0);
    try {
      environment.store().downloads().save(record);
    } catch (IOException e) {
      forget(record.destination(), id);
      throw e;
    }
    return download;
  }

  /** Drops a finished download to whose destination another one goes now. */
  private boolean superseded(String id) {
    Download download = downloads.get(id);
    return download != null
        && download.snapshot().state().isFinal()
        && downloads.remove(id, download);
  }

  private Download add(DownloadRecord record, long verifiedBytes) {
    Download download = new Download(environment, queue, record, verifiedBytes);
    downloads.put(record.transferId(), download);
    destinations.put(record.destination(), record.transferId());
    return download;
  }

  private void forget(Path destination, String id) {
    downloads.remove(id);
    destinations.remove(destination, id);
  }

  private <T> CompletableFuture<T> with(
      String id, Function<Download, CompletableFuture<T>> action) {
    Download download = downloads.get(id);
    return download == null
        ? CompletableFuture.failedFuture(
            new Refusal(
                ErrorReason.ERROR_REASON_TRANSFER_NOT_FOUND,
                "there is no download " + id + "; show_downloads lists them"))
        : action.apply(download);
  }

  private void tick() {
    downloads.values().forEach(Download::tick);
  }

  private void tell(TransferSnapshot snapshot) {
    if (snapshot.state() == TransferState.COMPLETE) {
      finished.add(snapshot);
      if (finished.size() > MAX_FINISHED) {
        TransferSnapshot oldest = finished.remove();
        forget(oldest.destination(), oldest.id());
      }
    }
    listeners.forEach(listener -> listener.changed(snapshot));
  }
}
