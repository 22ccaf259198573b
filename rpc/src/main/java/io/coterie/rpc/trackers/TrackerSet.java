package io.coterie.rpc.trackers;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The trackers with their ranking, kept by what calls tell of them. A tracker that fails is put
 * behind the others and probed, with growing and jittered pauses, until it answers. Only the first
 * three in rank keep a connection and are probed. Thread-safe.
 */
final class TrackerSet implements AutoCloseable {

  /** How many trackers a client keeps connections to. */
  static final int MAX_IN_USE = 3;

  private final Ranking ranking;
  private final ScheduledExecutorService scheduler;
  private final LongSupplier nanoTime;
  private final Timing timing;
  private final Random random;
  private final HedgeBudget hedges;
  private volatile boolean closed;

  TrackerSet(
      List<Tracker> trackers,
      ScheduledExecutorService scheduler,
      LongSupplier nanoTime,
      Timing timing,
      Random random) {
    this.ranking = new Ranking(trackers, random);
    this.scheduler = scheduler;
    this.nanoTime = nanoTime;
    this.timing = timing;
    this.random = random;
    this.hedges = new HedgeBudget(nanoTime.getAsLong());
  }

  Ranking ranking() {
    return ranking;
  }

  Timing timing() {
    return timing;
  }

  ScheduledExecutorService scheduler() {
    return scheduler;
  }

  HedgeBudget hedges() {
    return hedges;
  }

  boolean isClosed() {
    return closed;
  }

  /** A point in time, for {@link #answered}. */
  long now() {
    return nanoTime.getAsLong();
  }

  /** The tracker answered a call that began then. */
  void answered(Tracker tracker, long begin) {
    boolean failing = tracker.isFailing();
    tracker.answered(Duration.ofNanos(Math.max(0, now() - begin)));
    if (failing) {
      ranking.putBeforeFailing(tracker);
    }
  }

  /** The tracker gave no answer, or a later asked one was faster by the hedge delay. */
  void failed(Tracker tracker, String reason) {
    if (closed) {
      return;
    }
    if (tracker.failed(reason)) {
      ranking.putBehind(tracker);
      probeAfter(tracker, tracker.episode(), timing.probeMin());
    }
  }

  private void probeAfter(Tracker tracker, int episode, Duration pause) {
    if (closed) {
      return;
    }
    long nanos = (long) (pause.toNanos() * (0.5 + random.nextDouble() / 2));
    ScheduledFuture<?> unused =
        scheduler.schedule(() -> probe(tracker, episode, pause), nanos, TimeUnit.NANOSECONDS);
  }

  private void probe(Tracker tracker, int episode, Duration pause) {
    if (closed || !tracker.isFailingSince(episode)) {
      return;
    }
    if (!ranking.isAmongFirst(tracker, MAX_IN_USE)) {
      tracker.rest();
      probeAfter(tracker, episode, timing.probeMax());
      return;
    }
    Duration twice = pause.multipliedBy(2);
    Duration next = twice.compareTo(timing.probeMax()) < 0 ? twice : timing.probeMax();
    HealthGrpc.newStub(tracker.freshChannel())
        .withDeadlineAfter(timing.probeDeadline().toNanos(), TimeUnit.NANOSECONDS)
        .check(
            HealthCheckRequest.getDefaultInstance(),
            new ProbeResult(tracker, episode, now(), next));
  }

  @Override
  public void close() {
    closed = true;
    ranking.listed().forEach(Tracker::close);
  }

  private final class ProbeResult implements StreamObserver<HealthCheckResponse> {

    private final Tracker tracker;
    private final int episode;
    private final long begin;
    private final Duration nextPause;

    ProbeResult(Tracker tracker, int episode, long begin, Duration nextPause) {
      this.tracker = tracker;
      this.episode = episode;
      this.begin = begin;
      this.nextPause = nextPause;
    }

    @Override
    public void onNext(HealthCheckResponse response) {
      if (response.getStatus() == ServingStatus.SERVING) {
        answered(tracker, begin);
      } else {
        stillFailing("is not serving just now");
      }
    }

    @Override
    public void onError(Throwable error) {
      Status status = Status.fromThrowable(error);
      Metadata trailers = Status.trailersFromThrowable(error);
      if (Verdict.isAnswer(status)) {
        answered(tracker, begin);
      } else {
        stillFailing(Verdict.reason(status, trailers == null ? new Metadata() : trailers));
      }
    }

    @Override
    public void onCompleted() {}

    private void stillFailing(String reason) {
      if (tracker.isFailingSince(episode)) {
        tracker.failed(reason);
        probeAfter(tracker, episode, nextPause);
      }
    }
  }
}
