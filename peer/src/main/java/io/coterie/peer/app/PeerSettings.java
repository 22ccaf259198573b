package io.coterie.peer.app;

import io.coterie.peer.store.PeerHome;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.operations.OperationsSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a peer is started with.
 *
 * @param listen where other peers reach this one; a wildcard such as 0.0.0.0 is allowed
 * @param advertise what other peers are told to dial, when that is not {@code listen}
 * @param trackerInfo the file that names the trackers
 * @param caFile a PEM file with the deployment's certificate authority, when given by the user
 * @param coterieHome the folder that holds everything Coterie writes
 * @param operations how it is operated
 */
public record PeerSettings(
    HostPort listen,
    Optional<HostPort> advertise,
    Path trackerInfo,
    Optional<Path> caFile,
    Path coterieHome,
    OperationsSettings operations) {

  /**
   * Reads what a user typed.
   *
   * @param listen HOST:PORT
   * @param advertise HOST:PORT
   * @param operations how it is operated
   * @param environment the process's environment; COTERIE_HOME names the home, ~/.coterie when
   *     unset
   * @throws PeerStartException when an address is malformed
   */
  public static PeerSettings parse(
      String listen,
      Path trackerInfo,
      Optional<String> advertise,
      Optional<Path> caFile,
      OperationsSettings operations,
      Map<String, String> environment) {
    return new PeerSettings(
        address(listen, HostPort::parseListen),
        advertise.map(text -> address(text, HostPort::parse)),
        trackerInfo,
        caFile,
        coterieHome(environment),
        operations);
  }

  /** The file by which a shell finds a peer that runs with these settings. */
  public Path controlFile() {
    return PeerHome.folderOf(coterieHome, listen.toString()).resolve("control");
  }

  private static HostPort address(String text, Function<String, HostPort> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new PeerStartException(
          "\"" + text + "\" is not HOST:PORT, as in 127.0.0.1:7501: " + e.getMessage(), e);
    }
  }

  private static Path coterieHome(Map<String, String> environment) {
    String home = environment.getOrDefault("COTERIE_HOME", "");
    return home.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".coterie")
        : Path.of(home).toAbsolutePath();
  }
}
