package io.coterie.rpc.trackers;

import io.coterie.rpc.net.HostPort;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * One channel to all trackers of a deployment, which keeps calls on a tracker that answers.
 *
 * <p>Calls go to the preferred tracker, chosen at random and kept until it fails. A unary method
 * that declares an idempotency level is hedged: when the tracker cannot be reached the next is
 * asked at once, when it is silent for 600 ms the next is asked as well; the first answer counts
 * and a refusal is an answer, once no other attempt can be applied after it. Hedges are rationed:
 * to one call in ten once ten were made. When no tracker answers, the call ends with UNAVAILABLE,
 * reason NO_TRACKER, and a message that says for each why; or with TRACKER_NOT_TRUSTED when one
 * shows an authority that is not trusted. Other calls are made once. Unary calls without a deadline
 * get one of 10 s.
 *
 * <p>Of many trackers at most three are connected to. One that fails is put behind the others until
 * it answers a health check in the background. That all trackers belong to one deployment is for
 * the user of the channel to check, by {@link #of}.
 *
 * <p>Thread-safe.
 */
public final class TrackerChannel extends Channel implements AutoCloseable {

  private final TrackerSet trackers;
  private final Runnable onClose;

  TrackerChannel(
      TrackerInfo info,
      Function<HostPort, ManagedChannel> dialler,
      ScheduledExecutorService scheduler,
      LongSupplier nanoTime,
      Timing timing,
      Random random,
      Runnable onClose) {
    this.trackers =
        new TrackerSet(
            info.entries().stream().map(entry -> new Tracker(entry, dialler)).toList(),
            scheduler,
            nanoTime,
            timing,
            random);
    this.onClose = onClose;
  }

  /** A channel to the trackers listed, connected as they are needed. */
  public static TrackerChannel to(TrackerInfo info, ChannelCredentials credentials) {
    ScheduledExecutorService scheduler = Schedulers.daemon("trackers");
    return new TrackerChannel(
        info,
        tracker -> Dialler.dial(tracker, credentials),
        scheduler,
        System::nanoTime,
        Timing.STANDARD,
        new Random(),
        scheduler::shutdownNow);
  }

  /** The tracker that calls go to first, just now. */
  public HostPort preferred() {
    return trackers.ranking().preferred().address();
  }

  /**
   * A channel to one tracker only, for what must not move to another. Each call is made once.
   *
   * @throws IllegalArgumentException when it is not one of those listed
   */
  public Channel of(HostPort tracker) {
    return new Pinned(find(tracker));
  }

  /**
   * Tells that a tracker is silent on a stream where it should not be. It is put behind the others
   * until it answers a health check.
   *
   * @param reason what was noticed, as a phrase to be read after the tracker's address
   */
  public void suspect(HostPort tracker, String reason) {
    trackers.failed(find(tracker), reason);
  }

  /** How each tracker does, in the order of trackerinfo.txt. */
  public List<TrackerState> states() {
    Tracker preferred = trackers.ranking().preferred();
    return trackers.ranking().listed().stream()
        .map(tracker -> tracker.state(tracker == preferred))
        .toList();
  }

  @Override
  public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
    boolean repeatable = method.isSafe() || method.isIdempotent();
    if (method.getType() == MethodType.UNARY && repeatable) {
      return new HedgedCall<>(trackers, method, bounded(method, options));
    }
    return once(trackers.ranking().preferred(), method, options);
  }

  /** The preferred tracker's; each attempt is made under the name of its own tracker. */
  @Override
  public String authority() {
    return preferred().toString();
  }

  /** Closes all connections; calls that run end with UNAVAILABLE or CANCELLED. */
  @Override
  public void close() {
    trackers.close();
    onClose.run();
  }

  private Tracker find(HostPort address) {
    return trackers.ranking().listed().stream()
        .filter(tracker -> tracker.address().equals(address))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(address + " is not a listed tracker"));
  }

  private <Q, A> ClientCall<Q, A> once(
      Tracker tracker, MethodDescriptor<Q, A> method, CallOptions options) {
    return new ObservedCall<>(
        tracker.channel().newCall(method, bounded(method, options)), trackers, tracker);
  }

  private CallOptions bounded(MethodDescriptor<?, ?> method, CallOptions options) {
    if (method.getType() != MethodType.UNARY || options.getDeadline() != null) {
      return options;
    }
    return options.withDeadlineAfter(
        trackers.timing().callDeadline().toNanos(), TimeUnit.NANOSECONDS);
  }

  private final class Pinned extends Channel {

    private final Tracker tracker;

    Pinned(Tracker tracker) {
      this.tracker = tracker;
    }

    @Override
    public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
      return once(tracker, method, options);
    }

    @Override
    public String authority() {
      return tracker.address().toString();
    }
  }
}
