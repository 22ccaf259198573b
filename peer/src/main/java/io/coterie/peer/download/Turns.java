package io.coterie.peer.download;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Does things one after the other, each when the one before has ended, well or not. Each begins on
 * the executor given. Thread-safe when the executor runs one task at a time.
 */
final class Turns {
  private final Executor serial;
  private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

  Turns(Executor serial) {
    this.serial = serial;
  }

  /** Does a thing when its turn comes. */
  CompletableFuture<Void> take(Supplier<CompletableFuture<Void>> action) {
    return now(
        () -> {
          CompletableFuture<Void> turn =
              last.exceptionally(failed -> null).thenComposeAsync(before -> action.get(), serial);
          last = turn;
          return turn;
        });
  }

  /** Does a thing on the executor without waiting for others. */
  <T> CompletableFuture<T> now(Supplier<CompletableFuture<T>> action) {
    CompletableFuture<Void> start = CompletableFuture.completedFuture(null);
    return start.thenComposeAsync(started -> action.get(), serial);
  }
}
