package io.coterie.tracker.app;

import io.coterie.tracker.sql.SqlCensus;
import io.coterie.tracker.store.Census;
import io.coterie.tracker.store.Cleaning;
import io.coterie.tracker.store.Transactions;
import io.coterie.tracker.trust.LiveTrust;
import io.coterie.tracker.trust.ServingIdentity;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a tracker does now and then, on a thread of its own. */
final class Housekeeping implements AutoCloseable {

  private static final Duration CLEANING = Duration.ofMinutes(1);
  private static final Duration COUNTING = Duration.ofMinutes(1);
  private static final Duration COMPARISON = Duration.ofMinutes(1);

  /** More than a tracker adds in a minute, whatever its clients do. */
  private static final int ROUNDS = 400;

  /** Files of keys and certificates are small and few. */
  private static final Duration REFRESH = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "housekeeping");
            made.setDaemon(true);
            return made;
          });

  /** Removes each minute what has served its time, a little at a time. */
  void clean(Transactions transactions, Cleaning cleaning) {
    repeat(
        CLEANING,
        () -> {
          int removed = 1;
          for (int round = 0; round < ROUNDS && removed > 0; round++) {
            removed = transactions.write(cleaning::clean);
          }
        });
  }

  /** Counts each minute what the store holds; from the first count on the supplier has it. */
  Supplier<Census> count(Transactions transactions) {
    SqlCensus census = new SqlCensus();
    AtomicReference<Census> latest = new AtomicReference<>(transactions.read(census::take));
    repeat(COUNTING, () -> latest.set(transactions.read(census::take)));
    return latest::get;
  }

  /** Takes over keys and certificates that changed, and renews what runs out. */
  void refresh(LiveTrust trust, ServingIdentity serving) {
    repeat(REFRESH, trust::refresh);
    repeat(REFRESH, serving::refresh);
  }

  /** Looks each minute whether the keys still fit those of the other trackers. */
  void compare(LiveTrust trust, Consumer<Boolean> agree) {
    repeat(COMPARISON, () -> agree.accept(trust.agrees()));
  }

  private void repeat(Duration pause, Runnable task) {
    ScheduledFuture<?> unused =
        thread.scheduleWithFixedDelay(
            () -> {
              try {
                task.run();
              } catch (RuntimeException e) {
                log.warn("a task of the house failed and will be tried again", e);
              }
            },
            pause.toMillis(),
            pause.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
