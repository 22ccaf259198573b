package io.coterie.rpc.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler whose time stands still until a test advances it; what falls due then runs on the
 * thread that advances. Thread-safe.
 */
public final class ManualScheduler extends AbstractExecutorService
    implements ScheduledExecutorService {

  private final List<Task<?>> tasks = new ArrayList<>();
  private long now;
  private boolean shutdown;

  /** The time in nanoseconds since the scheduler was made. */
  public synchronized long nanoTime() {
    return now;
  }

  /** How many tasks wait for their time. */
  public synchronized int pending() {
    tasks.removeIf(FutureTask::isDone);
    return tasks.size();
  }

  /** Lets time pass and runs what falls due, in order. */
  public void advance(Duration by) {
    long end = nanoTime() + by.toNanos();
    for (Task<?> next = takeDue(end); next != null; next = takeDue(end)) {
      next.run();
    }
    synchronized (this) {
      now = end;
    }
  }

  private synchronized @Nullable Task<?> takeDue(long end) {
    tasks.removeIf(FutureTask::isDone);
    Task<?> first = tasks.stream().min(Comparator.comparingLong(task -> task.due)).orElse(null);
    if (first == null || first.due > end) {
      return null;
    }
    tasks.remove(first);
    now = Math.max(now, first.due);
    return first;
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return add(Executors.callable(command), delay, 0, unit);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    return add(callable, delay, 0, unit);
  }

  private <V> Task<V> add(Callable<V> callable, long delay, long period, TimeUnit unit) {
    Task<V> task = new Task<>(callable, nanoTime() + unit.toNanos(delay), unit.toNanos(period));
    add(task);
    return task;
  }

  private synchronized void add(Task<?> task) {
    if (shutdown) {
      throw new RejectedExecutionException("the scheduler is shut down");
    }
    tasks.add(task);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    return add(Executors.callable(command), initialDelay, period, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    return scheduleAtFixedRate(command, initialDelay, delay, unit);
  }

  @Override
  public void execute(Runnable command) {
    command.run();
  }

  @Override
  public synchronized void shutdown() {
    shutdown = true;
    tasks.clear();
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown();
    return List.of();
  }

  @Override
  public synchronized boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return isShutdown();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return isShutdown();
  }

  private final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {

    private final long period;
    private long due; // Guarded by the scheduler.

    Task(Callable<V> callable, long due, long period) {
      super(callable);
      this.due = due;
      this.period = period;
    }

    @Override
    public void run() {
      if (period == 0) {
        super.run();
      } else if (runAndReset()) {
        repeat();
      }
    }

    private void repeat() {
      synchronized (ManualScheduler.this) {
        due += period;
        add(this);
      }
    }

    @Override
    public long getDelay(TimeUnit unit) {
      synchronized (ManualScheduler.this) {
        return unit.convert(due - now, TimeUnit.NANOSECONDS);
      }
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }
}
