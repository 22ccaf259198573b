package io.coterie.peer.download;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Does what blocks on the disk on a worker, and brings the result where it is wanted. */
final class DiskWork {
  /** Something that uses the disk. */
  @FunctionalInterface
  interface Task<T> {
    T run() throws IOException;
  }

  /** Something that uses the disk and has no result. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  private final Executor workers;

  DiskWork(Executor workers) {
    this.workers = workers;
  }

  /** Runs a task on a worker; what it throws is what the future fails with. */
  <T> CompletableFuture<T> run(Task<T> task) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return task.run();
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        },
        workers);
  }

  /** Runs an action on a worker; what it throws is what the future fails with. */
  CompletableFuture<Void> act(Action action) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            action.run();
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        },
        workers);
  }
}
