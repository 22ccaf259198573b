package io.coterie.peer.download;

import io.coterie.peer.store.DownloadRecord;
import io.coterie.peer.store.SharedFile;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import java.io.IOException;
import java.util.List;
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

  private record Outcome(@Nullable SharedFile whole, @Nullable Throwable thrown) {}

  private final DownloadEnvironment environment;
  private final Owner owner;
  private final RemoteFile file;
  private final Executor serial;
  private final Turns turns;
  private final DiskWork disk;
  private final Leftovers leftovers;

  // Confined to serial.
  private final Sharing sharing;
  private final DownloadStatus status;
  private DownloadRecord record;
  private @Nullable DownloadRun run;
  private List<SourceReport> past = List.of();
  private CompletableFuture<Void> ending = CompletableFuture.completedFuture(null);
  private long lastSource;
  private boolean suspended;

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
    file = new RemoteFile(record.group(), record.name(), record.id(), record.layout().size());
    serial = environment.resources().serial();
    turns = new Turns(serial);
    disk = new DiskWork(environment.resources().workers());
    leftovers = new Leftovers(environment.store().downloads());
    sharing = new Sharing(environment.network().files(), file, environment.resources(), serial);
    status =
        new DownloadStatus(
            record,
            verifiedBytes,
            environment.resources().nanoTime(),
            () -> environment.resources().limits().get(file.content()),
            owner::changed);
  }

  /** The download at this moment. Thread-safe. */
  TransferSnapshot snapshot() {
    return status.snapshot();
  }

  /** What is downloaded. Thread-safe. */
  RemoteFile file() {
    return file;
  }

  /** Gives the download its turn. Thread-safe. */
  void launch() {
    serial.execute(
        () -> {
          if (status.state() == TransferState.QUEUED && run == null && !suspended) {
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
            status.state() == TransferState.PAUSED
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
            status.state() != TransferState.PAUSED && status.state() != TransferState.FAILED
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
                      sharing.withdraw(environment.catalog(), status.verifiedBytes() > 0);
                      status.rest(TransferState.CANCELLED, "");
                    },
                    serial));
  }

  /** Stops without a trace in the store: the download goes on at the next login. Thread-safe. */
  CompletableFuture<Void> suspend() {
    return turns.now(
        () -> {
          suspended = true;
          return halt();
        });
  }

  /** See {@link DownloadManager#explain}. Thread-safe. */
  CompletableFuture<Explanation> explain() {
    return CompletableFuture.supplyAsync(
        () ->
            run == null || status.state().isFinal()
                ? Findings.explain(status.snapshot(), past)
                : Findings.explain(status.snapshot(), run, environment.resources().limits().all()),
        serial);
  }

  private CompletableFuture<TransferSnapshot> inTurn(Supplier<CompletableFuture<Void>> action) {
    return turns
        .take(
            () -> {
              requireNotFinal();
              return action.get();
            })
        .thenApply(done -> snapshot());
  }

  private void requireNotFinal() {
    if (status.state().isFinal()) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_TRANSFER_STATE,
          "the download of "
              + record.name()
              + (status.state() == TransferState.COMPLETE ? " is complete" : " is cancelled"));
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

  private void forget() throws IOException {
    leftovers.discard(record);
    environment.store().downloads().remove(record);
  }

  /** Changes state and stores it; it is changed even when that fails. */
  private CompletableFuture<Void> store(DownloadRecord changed, TransferState next) {
    return disk.act(() -> environment.store().downloads().save(changed))
        .whenCompleteAsync(
            (saved, failure) -> {
              record = changed;
              status.rest(next, changed.failure());
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
                follow();
              }

              @Override
              public void becameSource() {
                sharing.want();
              }

              @Override
              public void placed() {
                past = run == null ? List.of() : Findings.past(run);
                sharing.want();
                status.complete();
              }
            });
    run = started;
    ticking = true;
    lastSource = environment.resources().nanoTime();
    status.begin(lastSource);
    ending =
        started
            .start()
            .handle(Outcome::new)
            .thenComposeAsync(
                outcome -> {
                  past = Findings.past(started);
                  return ended(outcome.whole(), outcome.thrown());
                },
                serial);
  }

  private CompletableFuture<Void> ended(@Nullable SharedFile whole, @Nullable Throwable thrown) {
    run = null;
    owner.idle(this);
    if (whole != null) {
      sharing.want();
      status.complete();
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
    DownloadRun running = run;
    ticking = running != null || sharing.isPending();
    if (running == null) {
      return;
    }
    long now = environment.resources().nanoTime();
    running.tick();
    if (running.connected() > 0 || !running.isFetching()) {
      lastSource = now;
    } else if (running.couldCopy() || (now - lastSource >= PATIENCE_NANOS && owner.othersWait())) {
      lastSource = now;
      running.stop();
      ending = ending.thenRunAsync(this::requeue, serial);
    }
    follow();
    status.measure(now);
  }

  private void requeue() {
    if (!status.state().isFinal() && status.state() != TransferState.FAILED) {
      status.rest(TransferState.QUEUED, "nobody else was online with it; tries again in its turn");
      owner.queued(this);
    }
  }

  private void follow() {
    if (run != null && !status.state().isFinal()) {
      status.follow(run);
    }
  }
}
