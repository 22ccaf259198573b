package io.coterie.tracker.account;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets a few hashes run at a time and a few more wait, first come first served, for a limited time.
 * Thread-safe.
 */
final class HashQueue {

  private final Semaphore running;
  private final Semaphore admitted;
  private final Duration wait;

  HashQueue(int atOnce, int waiting, Duration wait) {
    this.wait = wait;
    running = new Semaphore(atOnce, true);
    admitted = new Semaphore(atOnce + waiting);
  }

  /** Runs the work on this thread when its turn comes; OVERLOADED when it does not come in time. */
  <T> T run(Supplier<T> work) {
    if (!admitted.tryAcquire()) {
      throw overloaded();
    }
    try {
      if (!running.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        throw overloaded();
      }
      try {
        return work.get();
      } finally {
        running.release();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw overloaded();
    } finally {
      admitted.release();
    }
  }

  /** How many wait for their turn, roughly. */
  int waiting() {
    return running.getQueueLength();
  }

  private static Refusal overloaded() {
    return new Refusal(
            ErrorReason.ERROR_REASON_OVERLOADED,
            "too many passwords are being checked at the moment; try again in a second")
        .retryAfter(Duration.ofSeconds(1));
  }
}
