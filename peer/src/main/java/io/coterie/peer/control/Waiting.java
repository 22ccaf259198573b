package io.coterie.peer.control;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what other threads do, on threads that may wait. */
final class Waiting {
  /** Longer than the calls behind any of the futures may take. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Waiting() {}

  /** The result; what the future failed with is thrown as it is. */
  static <T> T on(CompletableFuture<T> future) {
    try {
      return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("nothing came of it in " + LIMIT, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the peer is stopping");
    }
  }
}
