package io.coterie.peer.control;

import io.coterie.peer.download.TransferSnapshot;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One watcher of events: tells it what waits, as fast as it takes it. Thread-safe. */
final class Watcher {
  private final EventQueue queue = new EventQueue();
  private final BooleanSupplier ready;
  private final Consumer<PeerEvent> sink;
  private final ScheduledExecutorService scheduler;
  private final LongSupplier nanoTime;
  private @Nullable Future<?> wakeUp;
  private boolean closed;

  /**
   * Watches.
   *
   * @param ready whether the sink takes an event without queuing it
   * @param sink called by one thread at a time
   */
  Watcher(
      BooleanSupplier ready,
      Consumer<PeerEvent> sink,
      ScheduledExecutorService scheduler,
      LongSupplier nanoTime) {
    this.ready = ready;
    this.sink = sink;
    this.scheduler = scheduler;
    this.nanoTime = nanoTime;
  }

  synchronized void tell(Notice notice) {
    queue.add(notice);
    drain();
  }

  synchronized void tell(TransferSnapshot transfer) {
    queue.add(transfer);
    drain();
  }

  /** Goes on; to be called when the sink may have become ready. */
  synchronized void drain() {
    while (!closed && ready.getAsBoolean()) {
      Optional<PeerEvent> next = queue.poll(nanoTime.getAsLong());
      if (next.isEmpty()) {
        scheduleWakeUp();
        return;
      }
      sink.accept(next.get());
    }
  }

  private void scheduleWakeUp() {
    OptionalLong nanos = queue.nextIn(nanoTime.getAsLong());
    if (nanos.isPresent() && wakeUp == null) {
      wakeUp = scheduler.schedule(this::wakeUp, nanos.getAsLong(), TimeUnit.NANOSECONDS);
    }
  }

  private synchronized void wakeUp() {
    wakeUp = null;
    drain();
  }

  synchronized void close() {
    closed = true;
    if (wakeUp != null) {
      wakeUp.cancel(false);
    }
  }
}
