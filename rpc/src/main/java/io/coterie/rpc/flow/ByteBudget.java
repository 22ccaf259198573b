package io.coterie.rpc.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Bounds the bytes that are in flight at a time. Who finds the budget spent waits in order of
 * arrival, without blocking a thread: a later, smaller wish does not overtake. Thread-safe.
 */
public final class ByteBudget implements AutoCloseable {

  /** What became of a wish. */
  public enum Outcome {
    /** The bytes are taken; give them back with {@link #release}. */
    GRANTED,
    /** The waiter is called when the bytes are taken for it. */
    QUEUED,
    /** More than the whole budget; never granted. */
    TOO_LARGE,
    /** The budget is closed; never granted. */
    CLOSED
  }

  /** Waits for bytes. Called on the thread that released or closed; must not block. */
  public interface Waiter {

    /** The bytes are taken for this waiter, which gives them back with {@link #release}. */
    void granted();

    /** The budget was closed before the bytes were taken. */
    void closed();
  }

  private record Wish(long bytes, Waiter waiter) {}

  private final long capacity;

  // Guarded by this.
  private final Queue<Wish> queue = new ArrayDeque<>();
  private long taken;
  private boolean closed;

  /** A budget of this many bytes, at least 1. */
  public ByteBudget(long capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a budget has at least one byte");
    }
    this.capacity = capacity;
  }

  /** Takes bytes if they are free and nobody waits; whether it did. */
  public synchronized boolean tryAcquire(long bytes) {
    requirePositive(bytes);
    if (closed || !queue.isEmpty() || bytes > capacity - taken) {
      return false;
    }
    taken += bytes;
    return true;
  }

  /** Takes bytes now, or queues the waiter for them. */
  public synchronized Outcome acquire(long bytes, Waiter waiter) {
    requirePositive(bytes);
    if (closed) {
      return Outcome.CLOSED;
    }
    if (bytes > capacity) {
      return Outcome.TOO_LARGE;
    }
    if (tryAcquire(bytes)) {
      return Outcome.GRANTED;
    }
    queue.add(new Wish(bytes, waiter));
    return Outcome.QUEUED;
  }

  /**
   * Takes a waiter out of the queue.
   *
   * @return whether it was still waiting; if not, it has been or is being called
   */
  public boolean cancel(Waiter waiter) {
    boolean removed;
    List<Wish> granted;
    synchronized (this) {
      removed = queue.removeIf(wish -> wish.waiter == waiter);
      granted = grantWaiting();
    }
    granted.forEach(wish -> wish.waiter.granted());
    return removed;
  }

  /**
   * Gives bytes back and serves those who wait.
   *
   * @throws IllegalStateException when more are given back than were taken
   */
  public void release(long bytes) {
    requirePositive(bytes);
    List<Wish> granted;
    synchronized (this) {
      if (bytes > taken) {
        throw new IllegalStateException("more bytes given back than were taken");
      }
      taken -= bytes;
      granted = grantWaiting();
    }
    granted.forEach(wish -> wish.waiter.granted());
  }

  /** Bytes that there are altogether. */
  public long capacity() {
    return capacity;
  }

  /** Bytes taken and not given back. */
  public synchronized long taken() {
    return taken;
  }

  /** Grants nothing more and tells those who wait. Bytes taken may still be given back. */
  @Override
  public void close() {
    List<Wish> waiting;
    synchronized (this) {
      closed = true;
      waiting = new ArrayList<>(queue);
      queue.clear();
    }
    waiting.forEach(wish -> wish.waiter.closed());
  }

  private List<Wish> grantWaiting() {
    List<Wish> granted = new ArrayList<>();
    for (Wish next = queue.peek(); next != null && next.bytes <= capacity - taken; ) {
      taken += next.bytes;
      granted.add(queue.remove());
      next = queue.peek();
    }
    return granted;
  }

  private static void requirePositive(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("at least one byte is taken or given back");
    }
  }
}
