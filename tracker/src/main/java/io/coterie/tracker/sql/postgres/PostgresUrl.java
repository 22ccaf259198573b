package io.coterie.tracker.sql.postgres;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Names a database as pgjdbc does, {@code jdbc:postgresql://host1,host2/db?sslmode=verify-full},
 * with what a tracker needs filled in where the URL leaves it open.
 */
public final class PostgresUrl {

  /** How such URLs begin. */
  public static final String PREFIX = "jdbc:postgresql:";

  private static final String PRIMARY = "primary";

  /**
   * Seconds to connect, and seconds of silence after which a connection is given up. Details of the
   * server's errors hold values of rows, which do not belong into a log.
   */
  private static final Map<PGProperty, String> DEFAULTS =
      Map.of(
          PGProperty.CONNECT_TIMEOUT, "3",
          PGProperty.SOCKET_TIMEOUT, "10",
          PGProperty.TCP_KEEP_ALIVE, "true",
          PGProperty.LOG_SERVER_ERROR_DETAIL, "false",
          PGProperty.APPLICATION_NAME, "coterie-tracker",
          PGProperty.TARGET_SERVER_TYPE, PRIMARY);

  /** What goes to these hosts stays on this machine and needs no TLS. */
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  private final String given;
  private final String complete;

  private PostgresUrl(String given, String complete) {
    this.given = given;
    this.complete = complete;
  }

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException saying what is wrong with it, without repeating a password
   */
  public static PostgresUrl parse(String text) {
    Map<String, String> named = parameters(text);
    if (named.containsKey(PGProperty.PASSWORD.getName())
        || text.replaceFirst("\\?.*", "").contains("@")) {
      throw new IllegalArgumentException(
          "holds a password, which every user of this machine can see; put it into a file and name"
              + " that with --store-password-file");
    }
    Properties read = text.startsWith(PREFIX) ? Driver.parseURL(text, null) : null;
    if (read == null) {
      throw new IllegalArgumentException(
          "is no URL of a PostgreSQL database; write jdbc:postgresql://HOST,HOST/DATABASE");
    }
    String target = PGProperty.TARGET_SERVER_TYPE.getName();
    if (!named.getOrDefault(target, PRIMARY).equals(PRIMARY)) {
      throw new IllegalArgumentException(
          "asks for servers other than the primary; leave targetServerType out");
    }
    Map<PGProperty, String> defaults = new LinkedHashMap<>(DEFAULTS);
    if (!named.containsKey(PGProperty.SSL.getName()) && !isLocal(read)) {
      defaults.put(PGProperty.SSL_MODE, "verify-full");
    }
    StringBuilder complete = new StringBuilder(text);
    defaults.forEach(
        (property, value) -> {
          if (!named.containsKey(property.getName())) {
            complete
                .append(complete.indexOf("?") < 0 ? '?' : '&')
                .append(property.getName())
                .append('=')
                .append(value);
          }
        });
    return new PostgresUrl(text, complete.toString());
  }

  private static boolean isLocal(Properties read) {
    String hosts = PGProperty.PG_HOST.getOrDefault(read);
    return hosts != null && Stream.of(hosts.split(",", -1)).allMatch(LOOPBACK::contains);
  }

  private static Map<String, String> parameters(String text) {
    Map<String, String> named = new LinkedHashMap<>();
    int begin = text.indexOf('?');
    if (begin >= 0) {
      for (String parameter : text.substring(begin + 1).split("&", -1)) {
        String[] parts = parameter.split("=", 2);
        named.put(parts[0], parts.length == 2 ? parts[1] : "");
      }
    }
    return named;
  }

  /** The user that the URL names. */
  public Optional<String> user() {
    return Optional.ofNullable(parameters(given).get(PGProperty.USER.getName()));
  }

  /** The URL with everything filled in. */
  String complete() {
    return complete;
  }

  /** As it was given, without its parameters. */
  @Override
  public String toString() {
    int end = given.indexOf('?');
    return end < 0 ? given : given.substring(0, end);
  }
}
