package io.coterie.rpc.net;

import java.net.InetSocketAddress;
import java.util.regex.Pattern;

/**
 * A host and a TCP port, written {@code host:port}, with the brackets of {@code [::1]:7401} around
 * an IPv6 address.
 *
 * @param host a host name or an IP address, without brackets; 1 to 253 characters
 * @param port 0 to 65535; 0 asks for any free port and is good only for listening
 */
public record HostPort(String host, int port) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?");
  private static final Pattern IPV6 =
      Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?");
  private static final int MAX_HOST = 253;
  private static final int MAX_PORT = 65_535;

  /**
   * Checks host and port.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  public HostPort {
    if (host.isEmpty()) {
      throw new IllegalArgumentException("the host is missing; write host:port");
    }
    if (host.length() > MAX_HOST
        || !(NAME.matcher(host).matches() || IPV6.matcher(host).matches())) {
      throw new IllegalArgumentException("the host is neither a host name nor an IP address");
    }
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("the port is not between 1 and 65535");
    }
  }

  /**
   * Reads an address that can be dialled, so with a port from 1 to 65535.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  public static HostPort parse(String text) {
    HostPort read = parseListen(text);
    if (read.port == 0) {
      throw new IllegalArgumentException("the port is not between 1 and 65535");
    }
    return read;
  }

  /**
   * Reads an address to listen on; port 0 asks for any free one.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  public static HostPort parseListen(String text) {
    if (text.startsWith("[")) {
      int end = text.indexOf("]:");
      if (end < 0) {
        throw new IllegalArgumentException("the port is missing; write [address]:port");
      }
      return new HostPort(text.substring(1, end), portOf(text.substring(end + 2)));
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("the port is missing; write host:port");
    }
    if (colon != text.lastIndexOf(':')) {
      throw new IllegalArgumentException(
          "an IPv6 address is written in brackets, as in [::1]:7401");
    }
    return new HostPort(text.substring(0, colon), portOf(text.substring(colon + 1)));
  }

  private static int portOf(String text) {
    if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException("the port is not a number between 1 and 65535");
    }
    return Integer.parseInt(text);
  }

  /** The same host with another port. */
  public HostPort withPort(int other) {
    return new HostPort(host, other);
  }

  /** Looks the host up; blocks while it does. The result is unresolved when there is none. */
  public InetSocketAddress resolve() {
    return new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
