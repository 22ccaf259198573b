package io.coterie.rpc.server;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Keeps a server's connections within their limits. A connection beyond a limit is closed; when
 * there are too many whose handshake is not done, the oldest of them is, so that who finishes its
 * handshake gets in however many do not. Thread-safe; never blocks.
 */
final class ConnectionGate {

  private final ConnectionLimits limits;
  private final Set<Channel> opening = new LinkedHashSet<>();
  private final Map<InetAddress, Integer> perAddress = new HashMap<>();
  private int total;

  ConnectionGate(ConnectionLimits limits) {
    this.limits = limits;
  }

  /** A connection was accepted and begins its handshake. */
  void accepted(Channel connection) {
    Channel tooOld = null;
    synchronized (this) {
      opening.add(connection);
      if (opening.size() > limits.opening()) {
        tooOld = opening.iterator().next();
        opening.remove(tooOld);
      }
    }
    var unused = connection.closeFuture().addListener(closed -> forget(connection));
    if (tooOld != null) {
      var unusedToo = tooOld.close();
    }
  }

  /**
   * A connection's handshake is done.
   *
   * @return whether it may stay; if not it is being closed
   */
  boolean established(Channel connection) {
    InetAddress address = addressOf(connection.remoteAddress());
    synchronized (this) {
      if (!opening.remove(connection)) {
        return false;
      }
      int own = perAddress.getOrDefault(address, 0);
      if (total < limits.total() && own < limits.perAddress()) {
        total++;
        perAddress.put(address, own + 1);
        var unused = connection.closeFuture().addListener(closed -> left(address));
        return true;
      }
    }
    var unused = connection.close();
    return false;
  }

  /** How many connections stand whose handshake is done. */
  synchronized int established() {
    return total;
  }

  private synchronized void forget(Channel connection) {
    opening.remove(connection);
  }

  private synchronized void left(InetAddress address) {
    total--;
    perAddress.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
  }

  private static InetAddress addressOf(SocketAddress remote) {
    return remote instanceof InetSocketAddress internet && internet.getAddress() != null
        ? internet.getAddress()
        : InetAddress.getLoopbackAddress();
  }
}
