package io.coterie.peer.app;

/**
 * A host and a TCP port, as written {@code HOST:PORT}.
 *
 * @param host a host name or an IP address, IPv6 without brackets
 * @param port 0 to 65535; 0 stands for any free port
 */
public record HostPort(String host, int port) {

  /**
   * Reads {@code HOST:PORT}, with IPv6 addresses in brackets.
   *
   * @throws PeerStartException with a message that says what is wrong
   */
  public static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw malformed(text, "there is no colon");
    }
    return new HostPort(host(text, text.substring(0, colon)), port(text, colon));
  }

  private static String host(String text, String host) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    if (bare.isEmpty()) {
      throw malformed(text, "there is no host before the colon");
    }
    if (!bracketed && bare.indexOf(':') >= 0) {
      throw malformed(text, "an IPv6 address goes in brackets, as in [::1]:7501");
    }
    if (!bare.chars().allMatch(c -> c > ' ' && c < 127 && "[]/@#?".indexOf(c) < 0)) {
      throw malformed(text, "the host holds a character that no host name has");
    }
    return bare;
  }

  private static int port(String text, int colon) {
    String digits = text.substring(colon + 1);
    if (digits.isEmpty() || digits.length() > 5 || !digits.chars().allMatch(Character::isDigit)) {
      throw malformed(text, "the port after the colon is no number");
    }
    int port = Integer.parseInt(digits);
    if (port > 65535) {
      throw malformed(text, "the port is greater than 65535");
    }
    return port;
  }

  private static PeerStartException malformed(String text, String why) {
    return new PeerStartException(
        "\"" + text + "\" is not HOST:PORT: " + why + "; write it as in 127.0.0.1:7501");
  }

  /** The form that {@link #parse} reads. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
