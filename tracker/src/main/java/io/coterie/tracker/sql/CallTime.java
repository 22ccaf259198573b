package io.coterie.tracker.sql;

import io.grpc.Context;
import io.grpc.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long the call that asks for a transaction still waits for it. Thread-safe.
 *
 * @param call the context of the call, or the root context outside calls
 * @param deadline by {@link System#nanoTime}
 */
public record CallTime(Context call, long deadline) {

  /** The time of the call on this thread, and at most {@code patience}. */
  public static CallTime start(Duration patience) {
    Context call = Context.current();
    long nanos = patience.toNanos();
    Deadline own = call.getDeadline();
    if (own != null) {
      nanos = Math.min(nanos, own.timeRemaining(TimeUnit.NANOSECONDS));
    }
    return new CallTime(call, System.nanoTime() + nanos);
  }

  /** Nanoseconds left; not positive when there are none. */
  public long left() {
    return deadline - System.nanoTime();
  }

  /** Whether nobody waits any more. */
  public boolean isOver() {
    return left() <= 0 || call.isCancelled();
  }
}
