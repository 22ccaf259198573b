package io.coterie.peer.tracker;

import java.time.Duration;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A scheduler whose time stands still until told; runs its tasks on the thread that tells it. */
public final class ManualScheduler extends AbstractExecutorService
    implements ScheduledExecutorService {

  private class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {
    private final long due;
    private final long order;

    Task(Callable<V> work, long delayNanos) {
      super(work);
      this.due = now + Math.max(0, delayNanos);
      this.order = ++count;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(due - now, TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      Task<?> task = (Task<?>) other;
      return due != task.due ? Long.compare(due, task.due) : Long.compare(order, task.order);
    }
  }

  private final PriorityQueue<Task<?>> tasks = new PriorityQueue<>();
  private long now;
  private long count;

  /** Nanoseconds since the scheduler was made. */
  public synchronized long nanoTime() {
    return now;
  }

  /** Runs what is due now, and what that makes due. */
  public void runDue() {
    advance(Duration.ZERO);
  }

  /** Lets time pass, running each task at its moment. */
  public void advance(Duration time) {
    long end = nanoTime() + time.toNanos();
    for (Task<?> task = takeDue(end); task != null; task = takeDue(end)) {
      task.run();
    }
    synchronized (this) {
      now = end;
    }
  }

  private synchronized @Nullable Task<?> takeDue(long end) {
    Task<?> first = tasks.peek();
    if (first == null || first.due > end) {
      return null;
    }
    now = Math.max(now, first.due);
    return tasks.remove();
  }

  private synchronized <V> Task<V> add(Callable<V> work, long delayNanos) {
    Task<V> task = new Task<>(work, delayNanos);
    tasks.add(task);
    return task;
  }

  @Override
  public void execute(Runnable work) {
    Task<?> unused = add(Executors.callable(work), 0);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
    return add(Executors.callable(work), unit.toNanos(delay));
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
    return add(work, unit.toNanos(delay));
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable work, long initialDelay, long period, TimeUnit unit) {
    return scheduleWithFixedDelay(work, initialDelay, period, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable work, long initialDelay, long delay, TimeUnit unit) {
    AtomicBoolean cancelled = new AtomicBoolean();
    Runnable repeated =
        new Runnable() {
          @Override
          public void run() {
            if (!cancelled.get()) {
              work.run();
              Task<?> unused = add(Executors.callable(this), unit.toNanos(delay));
            }
          }
        };
    Task<Object> first =
        new Task<>(Executors.callable(repeated), unit.toNanos(initialDelay)) {
          @Override
          public boolean cancel(boolean interrupt) {
            cancelled.set(true);
            return super.cancel(interrupt);
          }
        };
    synchronized (this) {
      tasks.add(first);
    }
    return first;
  }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }
}
