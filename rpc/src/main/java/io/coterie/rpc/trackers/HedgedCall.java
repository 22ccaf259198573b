package io.coterie.rpc.trackers;

import com.google.protobuf.Message;
import io.coterie.rpc.attempt.PreviousAttempts;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.error.StatusFactory;
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
 * <p>A tracker records a refusal only when it is told that there were previous attempts, so that
 * none of them is applied after it. So when a change was asked for elsewhere meanwhile, a refusal
 * of its first attempt by the rules does not count: its tracker is asked again, with that told.
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
  private final int before = PreviousAttempts.count();

  // Guarded by this.
  private final List<Attempt<Q, A>> running = new ArrayList<>();
  private final FailedAttempts failures = new FailedAttempts();
  private int asked;
  private Iterator<Tracker> candidates = List.<Tracker>of().iterator();
  private @Nullable Listener<A> listener;
  private @Nullable Metadata headers;
  private @Nullable Q request;
  private @Nullable ScheduledFuture<?> hedge;
  private boolean confirming;
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
    synchronized (this) {
      if (isOver() || !candidates.hasNext()) {
        return;
      }
      attempt = prepare(candidates.next());
    }
    start(attempt);
  }

  private synchronized Attempt<Q, A> prepare(Tracker tracker) {
    Attempt<Q, A> attempt = new Attempt<>(this, tracker, trackers.now(), before + asked);
    asked++;
    running.add(attempt);
    planHedge();
    return attempt;
  }

  private void start(Attempt<Q, A> attempt) {
    Metadata sent;
    Q message;
    synchronized (this) {
      sent = headers;
      message = request;
    }
    if (message == null || sent == null) {
      throw new IllegalStateException("a unary call is made with one message");
    }
    context.run(() -> attempt.start(method, options, sent, message));
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
      answered(attempt, status, trailers);
    } else if (isOver()) {
      if (isLast(attempt)) {
        end(status, trailers);
      }
    } else {
      failed(attempt, status, trailers);
    }
  }

  /** Ends the call with this answer, or asks again when it is a refusal that does not count. */
  private void answered(Attempt<Q, A> attempt, Status status, Metadata trailers) {
    trackers.answered(attempt.tracker(), attempt.begin());
    Listener<A> target = null;
    Attempt<Q, A> again = null;
    synchronized (this) {
      boolean last = isLast(attempt);
      if (counts(attempt, status, trailers)) {
        target = claimEnd();
        winner = target == null ? winner : attempt;
      } else if (!isOver()) {
        again = prepare(attempt.tracker());
        confirming = true;
      } else if (!last) {
        return;
      }
    }
    if (again != null) {
      start(again);
    } else if (target != null) {
      cancelLosers(attempt);
      attempt.deliver(target);
      target.onClose(status, trailers);
    } else {
      end(StatusFactory.cancelled("given up before a refusal was certain", null), new Metadata());
    }
  }

  /** Whether no other attempt can be applied after this one, if it was refused by the rules. */
  private synchronized boolean counts(Attempt<Q, A> attempt, Status status, Metadata trailers) {
    return status.isOk()
        || !attempt.isFirst()
        || asked == 1
        || !isChange()
        || !Failure.of(status, trailers).isByTheRules();
  }

  private synchronized boolean isChange() {
    return request instanceof Message message
        && message.getDescriptorForType().findFieldByName("request_id") != null;
  }

  /**
   * Nothing is asked any more once the call has ended. When a refusal was to be confirmed, whose
   * tracker had answered before, it does not tell who stood still.
   */
  private void cancelLosers(Attempt<Q, A> first) {
    List<Attempt<Q, A>> losers;
    boolean tells;
    synchronized (this) {
      losers = List.copyOf(running);
      tells = !confirming;
    }
    for (Attempt<Q, A> loser : losers) {
      if (tells && first.begin() - loser.begin() >= trackers.timing().hedgeDelay().toNanos()) {
        trackers.failed(loser.tracker(), "kept a call waiting that another tracker answered");
      }
      loser.cancel(StatusFactory.cancelled("another tracker has answered", null));
    }
  }

  private void failed(Attempt<Q, A> attempt, Status status, Metadata trailers) {
    trackers.failed(attempt.tracker(), Verdict.reason(status, trailers));
    synchronized (this) {
      failures.add(attempt.tracker(), status, trailers);
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
      none = failures.nobodyAnswered();
    }
    end(none);
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
