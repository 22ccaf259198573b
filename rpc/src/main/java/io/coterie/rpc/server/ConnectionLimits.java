package io.coterie.rpc.server;

/**
 * How many connections a server takes.
 *
 * @param total whose handshake is done, at least 1
 * @param perAddress of those, from one IP address, at least 1
 * @param opening whose handshake is not done, at least 1
 */
public record ConnectionLimits(int total, int perAddress, int opening) {

  /** What a handshake that is not done costs is some tens of kilobytes. */
  private static final int OPENING = 512;

  /** Checks the numbers. */
  public ConnectionLimits {
    if (total < 1 || perAddress < 1 || opening < 1) {
      throw new IllegalArgumentException("a server takes at least one connection");
    }
  }

  /** So many, at most half of them from one address, so that no machine can take them all. */
  public static ConnectionLimits of(int total) {
    return new ConnectionLimits(total, Math.max(1, total / 2), OPENING);
  }
}
