package io.coterie.tracker.sql.sqlite;

import io.coterie.tracker.sql.SqlTx;
import io.coterie.tracker.store.Tx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One write on its way through the writer: waiting, then run, then answered once its batch is
 * durable. Whichever comes first, the writer or a caller who gives up, claims it.
 */
final class PendingWrite<T> {

  private final Function<Tx, T> work;
  private final CallTime time;
  private final CompletableFuture<T> answer = new CompletableFuture<>();
  private final AtomicBoolean claimed = new AtomicBoolean();
  private @Nullable Runnable outcome;

  PendingWrite(Function<Tx, T> work, CallTime time) {
    this.work = work;
    this.time = time;
  }

  /** Whether somebody still waits for it. */
  boolean isWanted() {
    return !claimed.get() && !time.isOver();
  }

  /** Claims it; false when the other side was first. */
  boolean claim() {
    return claimed.compareAndSet(false, true);
  }

  /** Runs the work and keeps its result for {@link #publish}; throws what the work throws. */
  void run(SqlTx tx) {
    T result = work.apply(tx);
    outcome = () -> answer.complete(result);
  }

  /** Keeps a failure of the work for {@link #publish}. */
  void failed(Throwable failure) {
    outcome = () -> answer.completeExceptionally(failure);
  }

  /** Answers with what was kept; the batch is durable. */
  void publish() {
    if (outcome != null) {
      outcome.run();
    }
  }

  /** Answers with a failure of the store. */
  void fail(RuntimeException failure) {
    answer.completeExceptionally(failure);
  }

  CompletableFuture<T> answer() {
    return answer;
  }

  CallTime time() {
    return time;
  }
}
