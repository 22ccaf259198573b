package io.coterie.tracker.app;

import io.coterie.rpc.net.HostPort;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/**
 * The embedded store serves trackers of one machine: on two machines each would hold its own truth.
 */
final class LocalEntries {

  private LocalEntries() {}

  /**
   * Checks that several trackers are all on this machine.
   *
   * @throws StartException naming the first that is not
   */
  static void require(List<HostPort> entries) {
    if (entries.size() < 2) {
      return;
    }
    for (HostPort entry : entries) {
      if (!isLocal(entry)) {
        throw new StartException(
            "tracker "
                + (entries.indexOf(entry) + 1)
                + " ("
                + entry
                + ") is not on this machine, and trackers on several machines need one store that"
                + " all of them reach: name a PostgreSQL database with --store, or list only"
                + " trackers of this machine");
      }
    }
  }

  private static boolean isLocal(HostPort entry) {
    InetAddress address = entry.resolve().getAddress();
    if (address == null) {
      return false;
    }
    try {
      return address.isLoopbackAddress()
          || address.isAnyLocalAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false;
    }
  }
}
