package io.coterie.tracker.metrics;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.operations.Instruments;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.store.CommitListener;
import io.coterie.tracker.store.Transactions;
import io.coterie.tracker.store.Tx;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Times transactions as their callers see them: from asking until a write is durable or a read has
 * ended, with the wait for their turn. What the domain refuses, as a name that is taken, counts as
 * done; a store that does not answer, or has too much to do, as failed.
 */
final class MeasuredTransactions implements Transactions {

  private static final AttributeKey<String> KIND = AttributeKey.stringKey("kind");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");
  private static final Set<ErrorReason> FAILURES =
      Set.of(ErrorReason.ERROR_REASON_STORE_UNAVAILABLE, ErrorReason.ERROR_REASON_OVERLOADED);

  /** Seconds, from a commit on a fast disk to the store's patience. */
  private static final List<Double> BUCKETS =
      List.of(0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0);

  private final Transactions store;
  private final DoubleHistogram duration;
  private final Outcomes writes = new Outcomes("write");
  private final Outcomes reads = new Outcomes("read");

  /** The attributes of one kind of transaction, made once. */
  private static final class Outcomes {

    private final Attributes done;
    private final Attributes failed;

    Outcomes(String kind) {
      done = Attributes.of(KIND, kind, OUTCOME, "done");
      failed = Attributes.of(KIND, kind, OUTCOME, "failed");
    }
  }

  MeasuredTransactions(Transactions store, Instruments instruments) {
    this.store = store;
    duration =
        instruments
            .meter()
            .histogramBuilder("coterie.store.transaction.duration")
            .setUnit("s")
            .setDescription("From asking for a transaction until it is durable or has ended")
            .setExplicitBucketBoundariesAdvice(BUCKETS)
            .build();
  }

  @Override
  public <T> T write(Function<Tx, T> work) {
    return timed(writes, () -> store.write(work));
  }

  @Override
  public <T> T read(Function<Tx, T> work) {
    return timed(reads, () -> store.read(work));
  }

  @Override
  public <T> T lookUp(Function<Tx, T> work) {
    return timed(reads, () -> store.lookUp(work));
  }

  @Override
  public void addListener(CommitListener listener) {
    store.addListener(listener);
  }

  @Override
  public void probe() {
    store.probe();
  }

  private <T> T timed(Outcomes outcomes, Supplier<T> transaction) {
    long begin = System.nanoTime();
    Attributes outcome = outcomes.failed;
    try {
      T result = transaction.get();
      outcome = outcomes.done;
      return result;
    } catch (Refusal refusal) {
      if (!FAILURES.contains(refusal.reason())) {
        outcome = outcomes.done;
      }
      throw refusal;
    } finally {
      duration.record((System.nanoTime() - begin) / 1e9, outcome);
    }
  }
}
