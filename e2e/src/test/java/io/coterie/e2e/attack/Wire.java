package io.coterie.e2e.attack;

import io.coterie.e2e.House;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.tls.Identity;
import io.coterie.rpc.tls.PeerId;
import io.coterie.rpc.tls.Pem;
import io.coterie.rpc.tls.SwitchableKeyManager;
import io.coterie.rpc.tls.SwitchableTrustManager;
import io.coterie.rpc.tls.Tls;
import io.coterie.rpc.tls.TrustAnchors;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An attacker's own connections to the processes of a house; closing ends them all. */
final class Wire implements AutoCloseable {

  private final House house;
  private final List<ManagedChannel> open = new ArrayList<>();

  Wire(House house) {
    this.house = house;
  }

  House house() {
    return house;
  }

  /** A new connection to the N-th tracker. */
  ManagedChannel tracker(int n) {
    return keep(
        NettyChannelBuilder.forTarget(house.trackerAddress(n), Tls.client(trust())).build());
  }

  /** A new connection to a peer that shows a certificate, or none. */
  ManagedChannel peer(String address, PeerId peerId, Optional<Identity> shown) {
    HostPort target = HostPort.parse(address);
    SwitchableKeyManager identity = new SwitchableKeyManager();
    shown.ifPresent(identity::switchTo);
    return keep(
        NettyChannelBuilder.forAddress(target.host(), target.port(), Tls.client(trust(), identity))
            .overrideAuthority(peerId.authority())
            .disableRetry()
            .build());
  }

  private SwitchableTrustManager trust() {
    try {
      return new SwitchableTrustManager(
          TrustAnchors.of(Pem.readCertificates(house.home().resolve("tracker/ca.crt"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized ManagedChannel keep(ManagedChannel channel) {
    open.add(channel);
    return channel;
  }

  @Override
  public synchronized void close() {
    open.forEach(ManagedChannel::shutdownNow);
  }
}
