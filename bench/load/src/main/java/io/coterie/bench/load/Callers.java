package io.coterie.bench.load;

import io.coterie.rpc.error.Failure;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Callers that make one call after another, each as soon as the one before has been answered.
 *
 * @param callers how many there are
 */
record Callers(Target target, Operation operation, int callers) {

  static final int MOST = 64;

  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final int MOST_CALLS = 2_000_000;

  Callers {
    if (callers < 1 || callers > MOST) {
      throw new IllegalArgumentException("1 to " + MOST + " callers, not " + callers);
    }
  }

  /** What is measured, as a JSON object. */
  String measure(Duration time) throws InterruptedException {
    for (int caller = 0; caller < callers; caller++) {
      operation.prepare(target.channel(caller), caller);
    }
    long unused = run(WARM_UP).length;
    long begin = System.nanoTime();
    long[] latencies = run(time);
    double seconds = (System.nanoTime() - begin) / 1e9;
    Arrays.sort(latencies);
    return String.format(
        Locale.ROOT,
        "{\"operation\": \"%s\", \"callers\": %d, \"calls\": %d, \"per_second\": %.1f,"
            + " \"p50_ms\": %.3f, \"p99_ms\": %.3f}",
        operation.name().toLowerCase(Locale.ROOT),
        callers,
        latencies.length,
        latencies.length / seconds,
        percentile(latencies, 0.5),
        percentile(latencies, 0.99));
  }

  private static double percentile(long[] sorted, double part) {
    return sorted.length == 0 ? Double.NaN : sorted[(int) ((sorted.length - 1) * part)] / 1e6;
  }

  private long[] run(Duration time) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      long end = System.nanoTime() + time.toNanos();
      List<Future<long[]>> all =
          IntStream.range(0, callers)
              .mapToObj(caller -> threads.submit(() -> callUntil(end, caller)))
              .toList();
      List<long[]> latencies = new ArrayList<>();
      for (Future<long[]> one : all) {
        latencies.add(one.get());
      }
      return latencies.stream().flatMapToLong(Arrays::stream).toArray();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a call failed", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private long[] callUntil(long end, int caller) throws InterruptedException {
    Channel channel = target.channel(caller);
    long[] latencies = new long[1024];
    int count = 0;
    long begin = System.nanoTime();
    while (begin < end && count < MOST_CALLS) {
      callUntilAnswered(channel, caller);
      long now = System.nanoTime();
      if (count == latencies.length) {
        latencies = Arrays.copyOf(latencies, 2 * count);
      }
      latencies[count++] = now - begin;
      begin = now;
    }
    return Arrays.copyOf(latencies, count);
  }

  /** Who is told that the tracker has too much to do waits, and that counts as well. */
  private void callUntilAnswered(Channel channel, int caller) throws InterruptedException {
    while (true) {
      try {
        operation.call(channel, caller);
        return;
      } catch (StatusRuntimeException refused) {
        Optional<Duration> wait = Failure.of(refused).retryAfter();
        if (wait.isEmpty()) {
          throw refused;
        }
        TimeUnit.MILLISECONDS.sleep(wait.get().toMillis());
      }
    }
  }
}
