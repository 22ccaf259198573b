package io.coterie.rpc.trackers;

import io.coterie.rpc.net.HostPort;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One channel to all trackers of a deployment, which keeps calls on a tracker that answers.
 * Thread-safe.
 */
public final class TrackerChannel extends Channel implements AutoCloseable {

  private final Map<HostPort, ManagedChannel> channels = new LinkedHashMap<>();

  private TrackerChannel(TrackerInfo info, ChannelCredentials credentials) {
    for (HostPort tracker : info.entries()) {
      channels.put(
          tracker,
          NettyChannelBuilder.forAddress(tracker.host(), tracker.port(), credentials).build());
    }
  }

  /** A channel to the trackers listed, connected as they are needed. */
  public static TrackerChannel to(TrackerInfo info, ChannelCredentials credentials) {
    return new TrackerChannel(info, credentials);
  }

  /**
   * A channel to one tracker only, for what must not move to another.
   *
   * @throws IllegalArgumentException when it is not one of those listed
   */
  public Channel of(HostPort tracker) {
    Channel channel = channels.get(tracker);
    if (channel == null) {
      throw new IllegalArgumentException(tracker + " is not listed");
    }
    return channel;
  }

  /** How each tracker does, in the order listed. */
  public List<TrackerState> states() {
    return channels.keySet().stream()
        .map(
            tracker ->
                new TrackerState(
                    tracker,
                    TrackerState.Condition.IDLE,
                    false,
                    Optional.empty(),
                    Optional.empty()))
        .toList();
  }

  @Override
  public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
    return channels.values().iterator().next().newCall(method, options);
  }

  @Override
  public String authority() {
    return channels.keySet().iterator().next().toString();
  }

  /** Closes all connections; calls that run are cancelled. */
  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
  }
}
