package io.coterie.rpc.trackers;

import io.coterie.rpc.net.HostPort;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Makes the channel to one tracker. */
final class Dialler {

  /** As servers allow for status details. */
  private static final int MAX_METADATA = 16 * 1024;

  /** Round robin, because it heeds health: calls fail at once while the tracker is NOT_SERVING. */
  private static final Map<String, ?> SERVICE_CONFIG =
      Map.of(
          "loadBalancingConfig",
          List.of(Map.of("round_robin", Map.of())),
          "healthCheckConfig",
          Map.of("serviceName", ""));

  private Dialler() {}

  static ManagedChannel dial(HostPort tracker, ChannelCredentials credentials) {
    return NettyChannelBuilder.forAddress(tracker.host(), tracker.port(), credentials)
        .defaultServiceConfig(SERVICE_CONFIG)
        .disableServiceConfigLookUp()
        .maxInboundMetadataSize(MAX_METADATA)
        .keepAliveTime(15, TimeUnit.SECONDS)
        .keepAliveTimeout(5, TimeUnit.SECONDS)
        .build();
  }
}
