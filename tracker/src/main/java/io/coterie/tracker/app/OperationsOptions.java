package io.coterie.tracker.app;

import io.coterie.rpc.net.HostPort;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@link OperationsSettings}. */
final class OperationsOptions {

  @Option(
      names = "--health",
      paramLabel = "HOST:PORT",
      description =
          "Also answer grpc.health.v1 here, without TLS and nothing else, for probes: the service"
              + " liveness says that the process runs, readiness that it can serve. Default: off.")
  private @Nullable String health;

  @Option(
      names = "--metrics",
      paramLabel = "HOST:PORT",
      description =
          "Also serve figures for Prometheus here, over plain HTTP under /metrics. Default: off.")
  private @Nullable String metrics;

  /**
   * What was typed, checked.
   *
   * @throws StartException when an address is none
   */
  OperationsSettings settings() {
    return new OperationsSettings(address("--health", health), address("--metrics", metrics));
  }

  private static Optional<HostPort> address(String option, @Nullable String typed) {
    if (typed == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(HostPort.parseListen(typed));
    } catch (IllegalArgumentException e) {
      throw new StartException(option + " " + typed + ": " + e.getMessage(), e);
    }
  }
}
