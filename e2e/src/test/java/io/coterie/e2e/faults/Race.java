package io.coterie.e2e.faults;

import io.coterie.e2e.House;
import io.coterie.rpc.net.HostPort;
import io.grpc.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** As many changes as two trackers can make, each asked by clients of its own. */
final class Race {

  private static final int TRACKERS = 2;
  private static final int CALLERS = 8;

  private Race() {}

  /** How many changes each tracker made in the time. Blocks. */
  static List<Long> run(House house, Crew crew, Duration time) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(TRACKERS * CALLERS);
    try {
      User user = crew.users().get(0);
      long end = System.nanoTime() + time.toNanos();
      List<List<Future<Long>>> callers = new ArrayList<>();
      for (int n = 1; n <= TRACKERS; n++) {
        Channel tracker = crew.channel().of(HostPort.parse(house.trackerAddress(n)));
        callers.add(
            IntStream.range(0, CALLERS)
                .mapToObj(i -> threads.submit(() -> changes(user, tracker, end)))
                .toList());
      }
      List<Long> counts = new ArrayList<>();
      for (List<Future<Long>> ofOne : callers) {
        long count = 0;
        for (Future<Long> caller : ofOne) {
          count += caller.get();
        }
        counts.add(count);
      }
      return counts;
    } catch (ExecutionException e) {
      throw new AssertionError("a change failed", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static long changes(User user, Channel tracker, long end) {
    long count = 0;
    while (System.nanoTime() < end) {
      String id = UUID.randomUUID().toString();
      var unused =
          Changes.ask(
              user.groups(tracker), user.files(tracker), Change.of(Action.CREATE, id, "any"), id);
      count++;
    }
    return count;
  }
}
