package io.coterie.bench.load;

import io.coterie.rpc.auth.BearerToken;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.tls.Pem;
import io.coterie.rpc.tls.SwitchableTrustManager;
import io.coterie.rpc.tls.Tls;
import io.coterie.rpc.tls.TrustAnchors;
import io.grpc.CallCredentials;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A tracker with a few connections to it. */
final class Target implements AutoCloseable {

  private static final int CONNECTIONS = 4;

  private final List<ManagedChannel> channels;

  Target(HostPort address, Path authority) throws IOException {
    ChannelCredentials credentials = credentials(authority);
    channels =
        Stream.generate(
                () ->
                    NettyChannelBuilder.forAddress(address.host(), address.port(), credentials)
                        .build())
            .limit(CONNECTIONS)
            .toList();
  }

  static ChannelCredentials credentials(Path authority) throws IOException {
    return Tls.client(new SwitchableTrustManager(TrustAnchors.of(Pem.readCertificates(authority))));
  }

  /** The connection of one of the callers. */
  Channel channel(int caller) {
    return channels.get(caller % CONNECTIONS);
  }

  /** The session of a user that {@link Seed} has made. */
  static CallCredentials session(int user) {
    return new BearerToken(Seed.token(user)).toCallCredentials();
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }
}
