package io.coterie.rpc.trackers;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.error.StatusFactory;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A unary call that may safely be made more than once. It asks the preferred tracker; when that
 * fails, the next at once; when it is silent for the hedge delay, the next as well, as far as the
 * {@link HedgeBudget} goes or others have found the silent tracker to fail. The first answer, be it
 * a refusal, is the answer of the call, given once; what else runs is cancelled. All attempts share
 * the deadline of the call.
 *
 * <p>Answers are held back until they are complete, so the flow control of the caller does not
 * reach the trackers: one message each is the most there is.
 */
final class HedgedCall<Q, A> extends ClientCall<Q, A> {

  /** At most this many attempts run at a time, however silent the trackers are. */
  private static final int MAX_RUNNING = 3;

  private final TrackerSet trackers;
  private final MethodDescriptor<Q, A> method;
  private final CallOptions options;
  private final Context context = Context.current();

  // Guarded by this.
  private final List<Attempt<Q, A>> running = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final List<String> untrusted = new ArrayList<>();
  private Iterator<Tracker> candidates = List.<Tracker>of().iterator();
  private @Nullable Listener<A> listener;
  private @Nullable Metadata headers;
  private @Nullable Q request;
  private @Nullable ScheduledFuture<?> hedge;
  private @Nullable Attempt<Q, A> winner;
  private boolean cancelled;
  private boolean ended;

  HedgedCall(TrackerSet trackers, MethodDescriptor<Q, A> method, CallOptions options) {
    this.trackers = trackers;
    this.method = method;
    this.options = options;
  }

  @Override
  public synchronized void start(Listener<A> responseListener, Metadata requestHeaders) {
    listener = responseListener;
    headers = requestHeaders;
  }

  @Override
  public void request(int count) {}

  @Override
  public synchronized void sendMessage(Q message) {
    request = message;
  }

  @Override
  public void halfClose() {
    synchronized (this) {
      candidates = trackers.ranking().order().iterator();
    }
    trackers.hedges().earn();
    if (trackers.isClosed()) {
      end(StatusFactory.unavailable("the channel to the trackers is closed"), new Metadata());
    }
    askNext();
  }

  @Override
  public void cancel(@Nullable String message, @Nullable Throwable cause) {
    List<Attempt<Q, A>> attempts;
    synchronized (this) {
      cancelled = true;
      attempts = List.copyOf(running);
    }
    Status status = StatusFactory.cancelled(message, cause);
    attempts.forEach(attempt -> attempt.cancel(status));
    if (attempts.isEmpty()) {
      end(status, new Metadata());
    }
  }

  @Override
  public Attributes getAttributes() {
    Attempt<Q, A> answered;
    synchronized (this) {
      answered = winner;
    }
    return answered == null ? Attributes.EMPTY : answered.attributes();
  }

  /** Asks the next tracker, and plans to ask a further one unless there is an answer by then. */
  private void askNext() {
    Attempt<Q, A> attempt;
    Metadata copy = new Metadata();
    Q message;
    synchronized (this) {
      if (isOver() || !candidates.hasNext()) {
        return;
      }
      message = request;
      if (message == null || headers == null) {
        throw new IllegalStateException("a unary call is made with one message");
      }
      copy.merge(headers);
      attempt = new Attempt<>(this, candidates.next(), trackers.now());
      running.add(attempt);
      planHedge();
    }
    context.run(() -> attempt.start(method, options, copy, message));
  }

  private void planHedge() {
    if (hedge != null) {
      hedge.cancel(false);
    }
    hedge =
        trackers
            .scheduler()
            .schedule(this::hedge, trackers.timing().hedgeDelay().toNanos(), TimeUnit.NANOSECONDS);
  }

  private void hedge() {
    synchronized (this) {
      if (isOver() || !candidates.hasNext() || running.size() >= MAX_RUNNING) {
        return;
      }
      if (!running.stream().allMatch(Attempt::isLost) && !trackers.hedges().spend(trackers.now())) {
        planHedge();
        return;
      }
    }
    askNext();
  }

  /** An attempt has ended, on the executor of the call. */
  void ended(Attempt<Q, A> attempt, Status status, Metadata trailers) {
    if (Verdict.isAnswer(status)) {
      trackers.answered(attempt.tracker(), attempt.begin());
      finishWith(attempt, status, trailers);
    } else if (isOver()) {
      if (isLast(attempt)) {
        end(status, trailers);
      }
    } else {
      failed(attempt, status, trailers);
    }
  }

  private void finishWith(Attempt<Q, A> attempt, Status status, Metadata trailers) {
    List<Attempt<Q, A>> losers;
    Listener<A> target;
    synchronized (this) {
      target = claimEnd();
      running.remove(attempt);
      losers = List.copyOf(running);
      if (target == null) {
        return;
      }
      winner = attempt;
    }
    for (Attempt<Q, A> loser : losers) {
      if (loser.begin() < attempt.begin()) {
        trackers.failed(loser.tracker(), "kept a call waiting that another tracker answered");
      }
      loser.cancel(StatusFactory.cancelled("another tracker has answered", null));
    }
    attempt.deliver(target);
    target.onClose(status, trailers);
  }

  private void failed(Attempt<Q, A> attempt, Status status, Metadata trailers) {
    String reason = Verdict.reason(status, trailers);
    trackers.failed(attempt.tracker(), reason);
    synchronized (this) {
      failures.add(attempt.tracker().address() + " " + reason);
      Verdict.untrusted(status)
          .ifPresent(why -> untrusted.add("tracker " + attempt.tracker().address() + " " + why));
      running.remove(attempt);
    }
    if (status.getCode() != Status.Code.DEADLINE_EXCEEDED) {
      askNext();
    }
    Refusal none;
    synchronized (this) {
      if (!running.isEmpty()) {
        return;
      }
      none = nobodyAnswered();
    }
    end(none);
  }

  /** An authority that is not trusted is what the user must hear of first. */
  private Refusal nobodyAnswered() {
    return untrusted.isEmpty()
        ? new Refusal(
            ErrorReason.ERROR_REASON_NO_TRACKER,
            "no tracker answered: " + String.join("; ", failures))
        : new Refusal(ErrorReason.ERROR_REASON_TRACKER_NOT_TRUSTED, untrusted.get(0));
  }

  private void end(Refusal refusal) {
    StatusRuntimeException none = StatusFactory.toException(refusal);
    Metadata details = none.getTrailers();
    end(none.getStatus(), details == null ? new Metadata() : details);
  }

  private synchronized boolean isLast(Attempt<Q, A> attempt) {
    running.remove(attempt);
    return running.isEmpty();
  }

  /** Whether nothing more is to be asked: the caller has given up, or the channel is closed. */
  private synchronized boolean isOver() {
    return ended || cancelled || context.isCancelled() || trackers.isClosed();
  }

  private void end(Status status, Metadata trailers) {
    Listener<A> target = claimEnd();
    if (target != null) {
      target.onClose(status, trailers);
    }
  }

  /** The listener, for the one who ends the call; null for all others. */
  private synchronized @Nullable Listener<A> claimEnd() {
    if (ended) {
      return null;
    }
    ended = true;
    if (hedge != null) {
      hedge.cancel(false);
    }
    return listener;
  }
}
