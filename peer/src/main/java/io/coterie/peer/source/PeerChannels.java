package io.coterie.peer.source;

import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.tls.PeerId;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptor;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Connections to other peers by mutual TLS, a pair for each peer and endpoint, shared by all
 * downloads of one login. A connection that nobody claims is kept for a while, so that many small
 * files do not cost a handshake each, and then closed. Thread-safe.
 */
public final class PeerChannels implements PeerConnections, AutoCloseable {
  /** How long an unclaimed connection is kept. */
  public static final Duration LINGER = Duration.ofSeconds(10);

  private static final int MAX_UNCLAIMED = 32;
  private static final int CONTROL_WINDOW = 256 << 10;
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
  private static final int MAX_METADATA_BYTES = 16 << 10;

  private record Key(PeerId peerId, String endpoint) {}

  /** The connections to one peer; that for content is made when the round trip may be known. */
  private final class Entry {
    final PeerId peerId;
    final HostPort address;
    final RoundTrip roundTrip = new RoundTrip(System::nanoTime);
    final ManagedChannel control;
    private @Nullable ManagedChannel content;
    private int window;
    int claims;

    /** Grows with each claim, so that a late timer knows that it is late. */
    int generation;

    Entry(PeerId peerId, HostPort address) {
      this.peerId = peerId;
      this.address = address;
      control = connect(peerId, address, CONTROL_WINDOW, roundTrip);
    }

    synchronized ManagedChannel content() {
      if (content == null) {
        window = windows.take(roundTrip.nanos());
        content = connect(peerId, address, window);
        if (control.isShutdown()) {
          close(ManagedChannel::shutdownNow);
        }
      }
      return content;
    }

    synchronized void resetBackoff() {
      each(ManagedChannel::resetConnectBackoff);
    }

    /** For good. */
    synchronized void close(Consumer<ManagedChannel> how) {
      each(how);
      windows.giveBack(window);
      window = 0;
    }

    synchronized int connected() {
      return (isReady(control) ? 1 : 0) + (content != null && isReady(content) ? 1 : 0);
    }

    private void each(Consumer<ManagedChannel> action) {
      action.accept(control);
      if (content != null) {
        action.accept(content);
      }
    }

    private static boolean isReady(ManagedChannel channel) {
      return channel.getState(false) == ConnectivityState.READY;
    }
  }

  private final ChannelCredentials tls;
  private final ScheduledExecutorService timer;
  private final FlowWindows windows = new FlowWindows();
  // Guarded by this; the entry unclaimed for longest first among the unclaimed.
  private final Map<Key, Entry> entries = new LinkedHashMap<>();

  /**
   * Connects as the user who is logged in.
   *
   * @param tls proves who this peer is and trusts the deployment's authorities
   * @param timer closes unclaimed connections; not shut down here
   */
  public PeerChannels(ChannelCredentials tls, ScheduledExecutorService timer) {
    this.tls = tls;
    this.timer = timer;
  }

  @Override
  public PeerConnection open(PeerId peerId, String endpoint) {
    HostPort address = HostPort.parse(endpoint);
    Key key = new Key(peerId, endpoint);
    synchronized (this) {
      Entry entry = entries.computeIfAbsent(key, absent -> new Entry(peerId, address));
      if (entry.claims == 0) {
        entry.resetBackoff();
      }
      entry.claims++;
      entry.generation++;
      return new Claim(key, entry);
    }
  }

  /** How many connections stand now. */
  public int connected() {
    List<Entry> all;
    synchronized (this) {
      all = List.copyOf(entries.values());
    }
    return all.stream().mapToInt(Entry::connected).sum();
  }

  /** Ends all connections, claimed or not, with the calls on them. */
  @Override
  public void close() {
    List<Entry> all;
    synchronized (this) {
      all = new ArrayList<>(entries.values());
      entries.clear();
    }
    all.forEach(entry -> entry.close(ManagedChannel::shutdownNow));
  }

  private ManagedChannel connect(
      PeerId peerId, HostPort address, int window, ClientInterceptor... interceptors) {
    return NettyChannelBuilder.forAddress(address.host(), address.port(), tls)
        .overrideAuthority(peerId.authority())
        .directExecutor()
        .flowControlWindow(window)
        .intercept(interceptors)
        .maxInboundMetadataSize(MAX_METADATA_BYTES)
        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
        .keepAliveTime(20, TimeUnit.SECONDS)
        .keepAliveTimeout(5, TimeUnit.SECONDS)
        .disableRetry()
        .build();
  }

  private void release(Key key, Entry entry) {
    int generation;
    List<Entry> surplus = new ArrayList<>();
    synchronized (this) {
      entry.claims--;
      if (entry.claims > 0 || !entries.remove(key, entry)) {
        return;
      }
      entries.put(key, entry);
      generation = entry.generation;
      long unclaimed = entries.values().stream().filter(other -> other.claims == 0).count();
      for (var all = entries.values().iterator(); unclaimed > MAX_UNCLAIMED && all.hasNext(); ) {
        Entry oldest = all.next();
        if (oldest.claims == 0) {
          all.remove();
          surplus.add(oldest);
          unclaimed--;
        }
      }
    }
    surplus.forEach(unused -> unused.close(ManagedChannel::shutdown));
    ScheduledFuture<?> unused =
        timer.schedule(
            () -> expire(key, entry, generation), LINGER.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void expire(Key key, Entry entry, int generation) {
    synchronized (this) {
      if (entry.claims > 0 || entry.generation != generation || !entries.remove(key, entry)) {
        return;
      }
    }
    entry.close(ManagedChannel::shutdown);
  }

  private final class Claim implements PeerConnection {
    private final Key key;
    private final Entry entry;
    private final AtomicBoolean closed = new AtomicBoolean();

    Claim(Key key, Entry entry) {
      this.key = key;
      this.entry = entry;
    }

    @Override
    public Channel control() {
      return entry.control;
    }

    @Override
    public Channel content() {
      return entry.content();
    }

    @Override
    public void close() {
      if (!closed.getAndSet(true)) {
        release(key, entry);
      }
    }
  }
}
