package io.coterie.rpc.trackers;

import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.trackers.TrackerState.Condition;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One tracker: its channel, made when first needed, and how it did lately. Thread-safe. */
final class Tracker {

  private final HostPort address;
  private final Function<HostPort, ManagedChannel> dialler;

  // Guarded by this.
  private @Nullable ManagedChannel channel;
  private Condition condition = Condition.IDLE;
  private @Nullable Duration latency;
  private @Nullable String lastError;
  private int episode;
  private boolean closed;

  Tracker(HostPort address, Function<HostPort, ManagedChannel> dialler) {
    this.address = address;
    this.dialler = dialler;
  }

  HostPort address() {
    return address;
  }

  /**
   * The channel. One that waits before it connects again is told to connect at once: who asks for
   * it wants to know how the tracker is now, not how it was.
   */
  synchronized ManagedChannel channel() {
    ManagedChannel current = channel;
    if (current == null) {
      current = dialler.apply(address);
      channel = current;
      if (closed) {
        current.shutdownNow();
      }
    } else if (current.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      current.enterIdle();
    }
    return current;
  }

  /** The channel, with a connection made anew. */
  synchronized ManagedChannel freshChannel() {
    ManagedChannel current = channel();
    current.enterIdle();
    return current;
  }

  /** Gives the connection up until it is needed again; calls that run on it may end. */
  synchronized void rest() {
    if (channel != null) {
      channel.shutdown();
      channel = null;
    }
  }

  synchronized void close() {
    closed = true;
    if (channel != null) {
      channel.shutdownNow();
    }
  }

  synchronized boolean isFailing() {
    return condition == Condition.FAILING;
  }

  synchronized void answered(Duration after) {
    condition = Condition.ANSWERING;
    latency = after;
    lastError = null;
  }

  /** Notes a failure; whether a new episode of failing begins with it. */
  synchronized boolean failed(String reason) {
    boolean begins = condition != Condition.FAILING;
    condition = Condition.FAILING;
    lastError = reason;
    if (begins) {
      episode++;
    }
    return begins;
  }

  /** Numbers the episodes of failing. */
  synchronized int episode() {
    return episode;
  }

  /** Whether this episode of failing goes on. */
  synchronized boolean isFailingSince(int start) {
    return condition == Condition.FAILING && episode == start;
  }

  synchronized TrackerState state(boolean preferred) {
    return new TrackerState(
        address,
        condition,
        preferred,
        Optional.ofNullable(latency),
        Optional.ofNullable(lastError));
  }
}
