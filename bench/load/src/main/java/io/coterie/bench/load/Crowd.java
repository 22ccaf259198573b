package io.coterie.bench.load;

import io.coterie.rpc.net.HostPort;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Peers that are attached and idle, each over a connection of its own. */
final class Crowd implements AutoCloseable {

  /** So many connect at a time. */
  private static final int AT_ONCE = 50;

  private final HostPort tracker;
  private final ChannelCredentials credentials;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final List<AttachedPeer> peers = new ArrayList<>();

  Crowd(HostPort tracker, Path authority) throws IOException {
    this.tracker = tracker;
    this.credentials = Target.credentials(authority);
  }

  /** Attaches them and says how long it took, as a JSON object. */
  String attach(int count) {
    long begin = System.nanoTime();
    for (int first = 0; first < count; first += AT_ONCE) {
      int last = Math.min(count, first + AT_ONCE);
      for (int user = first; user < last; user++) {
        ManagedChannel channel =
            NettyChannelBuilder.forAddress(tracker.host(), tracker.port(), credentials).build();
        channels.add(channel);
        // Not those that hold all the files of the seed, and would withdraw them.
        peers.add(AttachedPeer.attach(channel, Seed.SOURCES_PER_FILE + user));
      }
      peers.subList(first, last).forEach(AttachedPeer::awaitSnapshot);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    return String.format(
        Locale.ROOT,
        "{\"attached\": %d, \"seconds\": %.1f}",
        peers.stream().filter(AttachedPeer::isOnline).count(),
        seconds);
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }
}
