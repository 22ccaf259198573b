package io.coterie.rpc.trackers;

import io.coterie.rpc.attempt.PreviousAttempts;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** One attempt of a {@link HedgedCall} at one tracker; holds the answer until it is complete. */
final class Attempt<Q, A> extends ClientCall.Listener<A> {

  private final HedgedCall<Q, A> owner;
  private final Tracker tracker;
  private final long begin;
  private final int previous;
  private final int episode;

  // Guarded by this.
  private @Nullable ClientCall<Q, A> call;
  private @Nullable Status cancelled;

  // Only touched by the callbacks of the call, which come one after another.
  private @Nullable Metadata responseHeaders;
  private @Nullable A message;

  /**
   * An attempt to be started.
   *
   * @param begin now
   * @param previous how many attempts of the same call came before
   */
  Attempt(HedgedCall<Q, A> owner, Tracker tracker, long begin, int previous) {
    this.owner = owner;
    this.tracker = tracker;
    this.begin = begin;
    this.previous = previous;
    this.episode = tracker.episode();
  }

  Tracker tracker() {
    return tracker;
  }

  long begin() {
    return begin;
  }

  boolean isFirst() {
    return previous == 0;
  }

  /** Whether the tracker has been found to fail since it was asked. */
  boolean isLost() {
    return tracker.isFailing() && tracker.episode() != episode;
  }

  void start(MethodDescriptor<Q, A> method, CallOptions options, Metadata headers, Q request) {
    ClientCall<Q, A> started = tracker.channel().newCall(method, options);
    Metadata own = new Metadata();
    own.merge(headers);
    PreviousAttempts.send(own, previous);
    started.start(this, own);
    started.request(2);
    started.sendMessage(request);
    started.halfClose();
    Status early;
    synchronized (this) {
      call = started;
      early = cancelled;
    }
    if (early != null) {
      started.cancel(early.getDescription(), early.getCause());
    }
  }

  void cancel(Status why) {
    ClientCall<Q, A> started;
    synchronized (this) {
      cancelled = why;
      started = call;
    }
    if (started != null) {
      started.cancel(why.getDescription(), why.getCause());
    }
  }

  Attributes attributes() {
    ClientCall<Q, A> started;
    synchronized (this) {
      started = call;
    }
    return started == null ? Attributes.EMPTY : started.getAttributes();
  }

  /** Hands on what came before the end. */
  void deliver(ClientCall.Listener<A> target) {
    if (responseHeaders != null) {
      target.onHeaders(responseHeaders);
    }
    if (message != null) {
      target.onMessage(message);
    }
  }

  @Override
  public void onHeaders(Metadata received) {
    responseHeaders = received;
  }

  @Override
  public void onMessage(A received) {
    message = received;
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    owner.ended(this, status, trailers);
  }
}
