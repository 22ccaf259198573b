package io.coterie.rpc.server;

import io.coterie.rpc.net.HostPort;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Where a server listens, and in plain words why it cannot. */
final class ListenFailures {

  private ListenFailures() {}

  static ListenException explain(HostPort address, Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String why = String.valueOf(root.getMessage());
    if (why.contains("Address already in use")) {
      return new ListenException(
          address + " is in use by another process; stop it or choose another address", failure);
    }
    if (why.contains("Permission denied")) {
      return new ListenException(
          address + " may not be listened on by this user; choose a port above 1023", failure);
    }
    if (why.contains("Cannot assign requested address")) {
      return new ListenException(
          address + " is no address of this machine; choose one that is", failure);
    }
    return new ListenException(address + " cannot be listened on: " + why, failure);
  }

  /**
   * The socket address to listen on.
   *
   * @throws ListenException when this machine does not know the host name
   */
  static InetSocketAddress resolve(HostPort address) {
    InetSocketAddress resolved = address.resolve();
    if (resolved.isUnresolved()) {
      throw new ListenException(
          address.host() + " is not known to this machine as a host name; choose another",
          new UnknownHostException(address.host()));
    }
    return resolved;
  }
}
