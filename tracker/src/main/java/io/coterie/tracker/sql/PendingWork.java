package io.coterie.tracker.sql;

import io.coterie.tracker.store.Tx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The work of one transaction on its way through a store's threads: waiting, then run, then
 * answered once it is durable. Whichever comes first, the store or a caller who gives up, claims
 * it. So a call ends in time whatever JDBC does.
 */
public final class PendingWork<T> {

  private final Function<Tx, T> work;
  private final CallTime time;
  private final CompletableFuture<T> answer = new CompletableFuture<>();
  private final AtomicBoolean claimed = new AtomicBoolean();
  private @Nullable Runnable outcome;

  /** Work for the call on this thread, which waits for it until then. */
  public PendingWork(Function<Tx, T> work, CallTime time) {
    this.work = work;
    this.time = time;
  }

  /** Whether somebody still waits for it. */
  public boolean isWanted() {
    return !claimed.get() && !time.isOver();
  }

  /** Claims it; false when the other side was first. */
  public boolean claim() {
    return claimed.compareAndSet(false, true);
  }

  /** Runs the work and keeps its result for {@link #publish}; throws what the work throws. */
  public void run(SqlTx tx) {
    T result = work.apply(tx);
    outcome = () -> answer.complete(result);
  }

  /** Keeps a failure of the work for {@link #publish}. */
  public void failed(Throwable failure) {
    outcome = () -> answer.completeExceptionally(failure);
  }

  /** Answers with what was kept; what was done is durable. */
  public void publish() {
    if (outcome != null) {
      outcome.run();
    }
  }

  /** Answers with a failure at once. */
  public void fail(Throwable failure) {
    answer.completeExceptionally(failure);
  }

  /** How long its caller waits. */
  public CallTime time() {
    return time;
  }

  /**
   * Waits for the answer, for as long as the call lasts.
   *
   * @throws io.coterie.rpc.error.Refusal STORE_UNAVAILABLE when there is none by then
   */
  public T await() {
    try {
      return answer.get(Math.max(0, time.left()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw StoreRefusals.unavailable(
          claim() ? "nothing was changed" : "the outcome is not known yet", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      claim();
      throw StoreRefusals.unavailable("the wait was interrupted", interrupted);
    } catch (ExecutionException failed) {
      throw rethrown(failed);
    }
  }

  /** What the work threw, which is unchecked. */
  private static RuntimeException rethrown(ExecutionException failed) {
    if (failed.getCause() instanceof Error error) {
      throw error;
    }
    return failed.getCause() instanceof RuntimeException failure
        ? failure
        : new IllegalStateException(failed);
  }
}
