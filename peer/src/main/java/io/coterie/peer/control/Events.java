package io.coterie.peer.control;

import io.coterie.peer.download.TransferListener;
import io.coterie.peer.download.TransferSnapshot;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Tells all watchers what happens. Never waits for a watcher. Thread-safe. */
public final class Events implements TransferListener {
  /** The greatest number of watchers at a time. */
  static final int MAX_WATCHERS = 64;

  private final ScheduledExecutorService scheduler;
  private final LongSupplier nanoTime;
  private final Set<Watcher> watchers = new HashSet<>();

  /** Delays with {@code scheduler}; {@code nanoTime} counts at its pace. */
  public Events(ScheduledExecutorService scheduler, LongSupplier nanoTime) {
    this.scheduler = scheduler;
    this.nanoTime = nanoTime;
  }

  /**
   * Adds a watcher, which hears all that happens from now on until {@link #remove removed}.
   *
   * @throws Refusal OVERLOADED when there are too many
   */
  Watcher watch(BooleanSupplier ready, Consumer<PeerEvent> sink) {
    Watcher watcher = new Watcher(ready, sink, scheduler, nanoTime);
    synchronized (watchers) {
      if (watchers.size() >= MAX_WATCHERS) {
        throw new Refusal(
                ErrorReason.ERROR_REASON_OVERLOADED,
                "the peer has " + MAX_WATCHERS + " watchers already; end one of them")
            .retryAfter(Duration.ofSeconds(10));
      }
      watchers.add(watcher);
    }
    return watcher;
  }

  void remove(Watcher watcher) {
    synchronized (watchers) {
      watchers.remove(watcher);
    }
    watcher.close();
  }

  void tell(Notice notice) {
    all().forEach(watcher -> watcher.tell(notice));
  }

  @Override
  public void changed(TransferSnapshot transfer) {
    all().forEach(watcher -> watcher.tell(transfer));
  }

  private List<Watcher> all() {
    synchronized (watchers) {
      return List.copyOf(watchers);
    }
  }
}
