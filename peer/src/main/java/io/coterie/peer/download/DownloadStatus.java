package io.coterie.peer.download;

import io.coterie.peer.store.DownloadRecord;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How a download is doing, as users see it. Confined to the download's executor, but for {@link
 * #snapshot}.
 */
final class DownloadStatus {
  private final DownloadRecord record;
  private final LongSupplier limit;
  private final Consumer<TransferSnapshot> listener;

  private TransferState state;
  private String detail;
  private RateMeter meter;
  private long verifiedBytes;
  private long measuredBytes;
  private int sources;
  private TransferSnapshot told;

  private volatile TransferSnapshot snapshot;

  /**
   * Begins with a download as it is stored.
   *
   * @param limit tells the limit of this download alone, in bytes a second; 0 for none
   */
  DownloadStatus(
      DownloadRecord record,
      long verifiedBytes,
      long now,
      LongSupplier limit,
      Consumer<TransferSnapshot> listener) {
    this.limit = limit;
    this.record = record;
    this.verifiedBytes = verifiedBytes;
    this.listener = listener;
    meter = new RateMeter(now);
    detail = record.failure();
    state = stateOf(record);
    snapshot = take();
    told = snapshot;
  }

  private static TransferState stateOf(DownloadRecord record) {
    if (record.paused()) {
      return TransferState.PAUSED;
    }
    return record.failure().isEmpty() ? TransferState.QUEUED : TransferState.FAILED;
  }

  TransferState state() {
    return state;
  }

  long verifiedBytes() {
    return verifiedBytes;
  }

  /** The download at this moment. Thread-safe. */
  TransferSnapshot snapshot() {
    return snapshot.withLimit(limit.getAsLong());
  }

  /** A run begins: rates are measured anew. */
  void begin(long now) {
    meter = new RateMeter(now);
    measuredBytes = verifiedBytes;
    become(TransferState.CHECKING, "");
  }

  /** Takes over what a run has come to; the listener hears when the state or the detail changes. */
  void follow(DownloadRun run) {
    verifiedBytes = Math.max(verifiedBytes, run.verifiedBytes());
    sources = run.connected();
    become(
        run.isRunning() ? TransferState.RUNNING : TransferState.CHECKING,
        Findings.waiting(run).orElse(""));
  }

  /** Measures the rate, and lets the listener hear of progress. */
  void measure(long now) {
    meter.add(verifiedBytes - measuredBytes);
    measuredBytes = verifiedBytes;
    meter.sample(now);
    snapshot = take();
    tell();
  }

  /** The file is whole and in its place. */
  void complete() {
    verifiedBytes = record.layout().size();
    rest(TransferState.COMPLETE, "");
  }

  /** No run goes on. */
  void rest(TransferState next, String why) {
    sources = 0;
    become(next, why);
  }

  private void become(TransferState next, String why) {
    boolean news = state != next || !detail.equals(why);
    state = next;
    detail = why;
    snapshot = take();
    if (news) {
      tell();
    }
  }

  private void tell() {
    if (!snapshot.equals(told)) {
      told = snapshot;
      listener.accept(snapshot);
    }
  }

  private TransferSnapshot take() {
    boolean moving = state == TransferState.RUNNING;
    long size = record.layout().size();
    return new TransferSnapshot(
        record.transferId(),
        record.group(),
        record.name(),
        record.destination(),
        state,
        size,
        verifiedBytes,
        moving ? meter.rate() : 0,
        limit.getAsLong(),
        moving ? meter.timeFor(size - verifiedBytes) : Optional.empty(),
        sources,
        detail,
        record.createTime());
  }
}
