package io.coterie.peer.download;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Gives downloads their turn, a few at a time, first come, first served. Thread-safe. */
final class DownloadQueue implements Download.Owner {
  /** By the time at which they were asked for. */
  static final Comparator<Download> OLDEST_FIRST =
      Comparator.comparing((Download download) -> download.snapshot().createTime())
          .thenComparing(download -> download.snapshot().id());

  private final Executor serial;
  private final Consumer<TransferSnapshot> listener;

  // Confined to serial.
  private final Set<Download> waiting = new LinkedHashSet<>();
  private final Set<Download> running = new HashSet<>();

  private volatile boolean othersWait;
  private volatile boolean closed;

  DownloadQueue(Executor serial, Consumer<TransferSnapshot> listener) {
    this.serial = serial;
    this.listener = listener;
  }

  @Override
  public void queued(Download download) {
    serial.execute(
        () -> {
          waiting.add(download);
          fill();
        });
  }

  @Override
  public void idle(Download download) {
    serial.execute(
        () -> {
          running.remove(download);
          fill();
        });
  }

  @Override
  public boolean othersWait() {
    return othersWait;
  }

  @Override
  public void changed(TransferSnapshot snapshot) {
    listener.accept(snapshot);
  }

  /** Gives no turn any more. */
  void close() {
    closed = true;
  }

  private void fill() {
    while (running.size() < DownloadManager.MAX_RUNNING && !waiting.isEmpty() && !closed) {
      Download next = waiting.iterator().next();
      waiting.remove(next);
      if (running.add(next)) {
        next.launch();
      }
    }
    othersWait = !waiting.isEmpty();
  }
}
