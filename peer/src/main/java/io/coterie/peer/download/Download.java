package io.coterie.peer.download;

import io.coterie.peer.store.DownloadRecord;
import io.coterie.peer.store.SharedFile;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One download through all its states. Its state is confined to an executor of its own; what users
 * ask for is done one after the other.
 *
 * <pre>
 *   QUEUED ──launch──► CHECKING ──► RUNNING ──► COMPLETE
 *     ▲  ▲                 │  failure  │
 *     │  └── nobody has it ┼───────────┤ pause
 *     └── resume ── FAILED ┘   PAUSED ◄┘            cancel: any but COMPLETE ──► CANCELLED
 * </pre>
 */
final class Download {
  private record Outcome(@Nullable SharedFile whole, @Nullable Throwable thrown) {}

  private static final Logger log = LoggerFactory.getLogger(Download.class);

  /** For how long a download may find no source while others wait for its place. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

  /** Hears what concerns the downloads beside this one. */
  interface Owner {
    /** The download wants its turn, after those that want it already. */
    void queued(Download download);

    /** The download does not need its turn any more. */
    void idle(Download download);

    /** Whether other downloads wait for their turn. */
    boolean othersWait();

    /** Something has changed that a user can see. */
    void changed(TransferSnapshot snapshot);
  }

  private final DownloadEnvironment environment;
  private final Owner owner;
  private final RemoteFile file;
  private final Executor serial;
  private final DiskWork disk;
  private final Leftovers leftovers;
  private final Sharing sharing;

  // Confined to serial.
  private DownloadRecord record;
  private TransferState state;
  private String detail = "";
  private RateMeter meter;
  private long verifiedBytes;
  private long lastSeenBytes;
  private long sourceless;
  private boolean suspended;
  private @Nullable DownloadRun run;
  private CompletableFuture<Void> ending = CompletableFuture.completedFuture(null);
  private CompletableFuture<Void> asked = CompletableFuture.completedFuture(null);

  private TransferSnapshot told;

  private volatile TransferSnapshot snapshot;
  private volatile boolean ticking;

  /**
   * Takes up a download as it is stored.
   *
   * @param verifiedBytes how many bytes are there already
   */
  Download(
      DownloadEnvironment environment, Owner owner, DownloadRecord record, long verifiedBytes) {
    this.environment = environment;
    this.owner = owner;
    this.record = record;
    this.verifiedBytes = verifiedBytes;
    file = new RemoteFile(record.group(), record.name(), record.id(), record.layout().size());
    serial = environment.resources().serial();
    disk = new DiskWork(environment.resources().workers());
    leftovers = new Leftovers(environment.store().downloads());
    sharing = new Sharing(environment.network().files(), file, environment.resources(), serial);
    meter = new RateMeter(environment.resources().nanoTime());
    detail = record.failure();
    state =
        record.paused()
            ? TransferState.PAUSED
            : record.failure().isEmpty() ? TransferState.QUEUED : TransferState.FAILED;
    snapshot = takeSnapshot();
    told = snapshot;
  }

  /** The download at this moment. Thread-safe. */
  TransferSnapshot snapshot() {
    return snapshot;
  }

  /** Gives the download its turn. Thread-safe. */
  void launch() {
    serial.execute(
        () -> {
          if (state == TransferState.QUEUED && run == null && !suspended) {
            run();
          } else {
            owner.idle(this);
          }
        });
  }

  /** Lets time pass; to be called four times a second. Thread-safe. */
  void tick() {
    if (ticking) {
      serial.execute(this::timePasses);
    }
  }

  /** See {@link DownloadManager#pause}. Thread-safe. */
  CompletableFuture<TransferSnapshot> pause() {
    return inTurn(
        () ->
            state == TransferState.PAUSED
                ? CompletableFuture.completedFuture(null)
                : halt()
                    .thenCompose(
                        halted ->
                            store(record.withPaused(true).withFailure(""), TransferState.PAUSED)));
  }

  /** See {@link DownloadManager#resume}. Thread-safe. */
  CompletableFuture<TransferSnapshot> resume() {
    return inTurn(
        () ->
            state != TransferState.PAUSED && state != TransferState.FAILED
                ? CompletableFuture.completedFuture(null)
                : store(record.withPaused(false).withFailure(""), TransferState.QUEUED)
                    .thenRun(() -> owner.queued(this)));
  }

  /** See {@link DownloadManager#cancel}. Thread-safe. */
  CompletableFuture<TransferSnapshot> cancel() {
    return inTurn(
        () ->
            halt()
                .thenCompose(halted -> disk.act(this::forget))
                .thenRunAsync(
                    () -> {
                      sharing.withdraw(environment.catalog(), verifiedBytes > 0);
                      become(TransferState.CANCELLED, "");
                    },
                    serial));
  }

  /** Stops without a trace in the store: the download goes on at the next login. Thread-safe. */
  CompletableFuture<Void> suspend() {
    return onSerial(
        () -> {
          suspended = true;
          return halt();
        });
  }

  /** See {@link DownloadManager#explain}. Thread-safe. */
  CompletableFuture<Explanation> explain() {
    return CompletableFuture.supplyAsync(
        () -> {
          TransferSnapshot now = takeSnapshot();
          DownloadRun running = run;
          return running == null
              ? new Explanation(now, Findings.of(now), List.of())
              : new Explanation(
                  now,
                  Findings.of(now, running, environment.resources().limit()),
                  Findings.sources(running));
        },
        serial);
  }

  /** Does what a user asks for after what was asked for before. */
  private CompletableFuture<TransferSnapshot> inTurn(Supplier<CompletableFuture<Void>> action) {
    return onSerial(
        () -> {
          CompletableFuture<Void> turn =
              asked
                  .exceptionally(failed -> null)
                  .thenComposeAsync(
                      before -> {
                        requireNotFinal();
                        return action.get();
                      },
                      serial);
          asked = turn;
          return turn.thenApply(done -> snapshot);
        });
  }

  private <T> CompletableFuture<T> onSerial(Supplier<CompletableFuture<T>> task) {
    CompletableFuture<Void> now = CompletableFuture.completedFuture(null);
    return now.thenComposeAsync(started -> task.get(), serial);
  }

  private void forget() throws IOException {
    leftovers.discard(record);
    environment.store().downloads().remove(record);
  }

  private void requireNotFinal() {
    if (state.isFinal()) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_TRANSFER_STATE,
          "the download of "
              + record.name()
              + (state == TransferState.COMPLETE ? " is complete" : " is cancelled"));
    }
  }

  /** Ends the run, if there is one. Fails when the download has become complete meanwhile. */
  private CompletableFuture<Void> halt() {
    if (run == null) {
      return CompletableFuture.completedFuture(null);
    }
    run.stop();
    return ending.thenRunAsync(this::requireNotFinal, serial);
  }

  /** Changes state and stores it; it is changed even when that fails. */
  private CompletableFuture<Void> store(DownloadRecord changed, TransferState next) {
    return disk.act(() -> environment.store().downloads().save(changed))
        .whenCompleteAsync(
            (saved, failure) -> {
              record = changed;
              become(next, changed.failure());
            },
            serial);
  }

  private void run() {
    DownloadRun started =
        new DownloadRun(
            environment,
            record,
            file,
            serial,
            new DownloadRun.Listener() {
              @Override
              public void changed() {
                update();
              }

              @Override
              public void becameSource() {
                sharing.want();
              }
            });
    run = started;
    meter = new RateMeter(environment.resources().nanoTime());
    sourceless = environment.resources().nanoTime();
    lastSeenBytes = verifiedBytes;
    become(TransferState.CHECKING, "");
    ending =
        started
            .start()
            .handle(Outcome::new)
            .thenComposeAsync(outcome -> ended(outcome.whole(), outcome.thrown()), serial);
  }

  private CompletableFuture<Void> ended(@Nullable SharedFile whole, @Nullable Throwable thrown) {
    run = null;
    owner.idle(this);
    if (whole != null) {
      verifiedBytes = file.size();
      sharing.want();
      become(TransferState.COMPLETE, "");
      return CompletableFuture.completedFuture(null);
    }
    Throwable cause = PlainWords.unwrap(thrown == null ? new CancellationException() : thrown);
    if (cause instanceof CancellationException) {
      // Who stopped it says what comes next.
      return CompletableFuture.completedFuture(null);
    }
    String why = PlainWords.failed(cause, record.destination());
    if (PlainWords.isExpected(cause)) {
      log.info("the download of {} failed: {}", record.name(), why);
    } else {
      log.error("the download of {} failed", record.name(), cause);
    }
    return store(record.withFailure(why), TransferState.FAILED)
        .exceptionally(
            unsaved -> {
              log.warn("the failure of {} is not stored: {}", record.name(), unsaved.toString());
              return null;
            });
  }

  private void timePasses() {
    sharing.tick();
    ticking = run != null || sharing.isPending();
    DownloadRun running = run;
    if (running == null) {
      return;
    }
    long now = environment.resources().nanoTime();
    running.tick();
    meter.add(running.verifiedBytes() - Math.min(lastSeenBytes, running.verifiedBytes()));
    lastSeenBytes = running.verifiedBytes();
    meter.sample(now);
    if (running.connected() > 0 || !running.isFetching()) {
      sourceless = now;
    } else if (now - sourceless >= PATIENCE_NANOS && owner.othersWait()) {
      sourceless = now;
      running.stop();
      ending = ending.thenRunAsync(this::requeue, serial);
    }
    update();
    tell();
  }

  private void requeue() {
    if (!state.isFinal() && state != TransferState.FAILED) {
      become(TransferState.QUEUED, "no source was online; tries again in its turn");
      owner.queued(this);
    }
  }

  private void update() {
    DownloadRun running = run;
    if (running == null) {
      return;
    }
    verifiedBytes = Math.max(verifiedBytes, running.verifiedBytes());
    TransferState now = running.isRunning() ? TransferState.RUNNING : TransferState.CHECKING;
    become(now, Findings.waiting(running).orElse(""));
  }

  private void become(TransferState next, String why) {
    boolean news = state != next || !detail.equals(why);
    state = next;
    detail = why;
    snapshot = takeSnapshot();
    ticking = run != null || sharing.isPending();
    if (news) {
      tell();
    }
  }

  private void tell() {
    if (!snapshot.equals(told)) {
      told = snapshot;
      owner.changed(snapshot);
    }
  }

  private TransferSnapshot takeSnapshot() {
    DownloadRun running = run;
    boolean moving = running != null && running.isRunning();
    return new TransferSnapshot(
        record.transferId(),
        record.group(),
        record.name(),
        record.destination(),
        state,
        file.size(),
        verifiedBytes,
        moving ? meter.rate() : 0,
        moving ? meter.timeFor(file.size() - verifiedBytes) : Optional.empty(),
        running == null ? 0 : running.connected(),
        detail,
        record.createTime());
  }
}
