package io.coterie.peer.serve;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A clock and an executor that do nothing until told: tasks run when the time is advanced past
 * them, on the thread that advances it. Thread-safe.
 */
final class ManualTimers extends ScheduledThreadPoolExecutor {
  private final List<Timer> timers = new ArrayList<>();
  private long nanos = 1_000_000_000_000L;

  private record Timer(long due, Runnable task, ScheduledFuture<?> future) {}

  ManualTimers() {
    super(1);
  }

  synchronized long nanoTime() {
    return nanos;
  }

  synchronized int waiting() {
    timers.removeIf(timer -> timer.future().isDone());
    return timers.size();
  }

  @Override
  public synchronized ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    // Far away, so that it can be cancelled but does not run by itself.
    ScheduledFuture<?> future = super.schedule(() -> {}, 1, TimeUnit.DAYS);
    timers.add(new Timer(nanos + unit.toNanos(delay), task, future));
    return future;
  }

  /** Lets time pass; tasks run in the order in which they are due. */
  void advance(Duration duration) {
    long until;
    synchronized (this) {
      until = nanos + duration.toNanos();
    }
    for (Optional<Timer> next = next(until); next.isPresent(); next = next(until)) {
      next.get().task().run();
    }
    synchronized (this) {
      nanos = until;
    }
  }

  private synchronized Optional<Timer> next(long until) {
    timers.removeIf(timer -> timer.future().isDone());
    Optional<Timer> next =
        timers.stream()
            .filter(timer -> timer.due() <= until)
            .min(Comparator.comparingLong(Timer::due));
    next.ifPresent(
        timer -> {
          timers.remove(timer);
          nanos = Math.max(nanos, timer.due());
        });
    return next;
  }
}
