package io.coterie.rpc.operations;

import io.coterie.rpc.log.LogFormat;
import io.coterie.rpc.net.HostPort;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of those who run a process: {@link OperationsSettings} as they are typed. */
public final class OperationsOptions {

  private static final String VARIABLE = "COTERIE_LOG";

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

  @Option(
      names = "--log",
      paramLabel = "text|json",
      description =
          "text: to a file, and warnings to standard error. json: an object a line on standard"
              + " output, one for each call too. Default: what COTERIE_LOG says, else text.")
  private @Nullable LogFormat log;

  /**
   * What was typed, checked.
   *
   * @throws OperationsException when an address is none, or the environment names no format
   */
  public OperationsSettings settings(Map<String, String> environment) {
    return new OperationsSettings(
        address("--health", health), address("--metrics", metrics), logFormat(environment));
  }

  private LogFormat logFormat(Map<String, String> environment) {
    if (log != null) {
      return log;
    }
    String named = environment.getOrDefault(VARIABLE, "");
    if (named.isEmpty()) {
      return LogFormat.text;
    }
    try {
      return LogFormat.valueOf(named);
    } catch (IllegalArgumentException e) {
      throw new OperationsException(VARIABLE + " is " + named + "; set it to text or json", e);
    }
  }

  private static Optional<HostPort> address(String option, @Nullable String typed) {
    if (typed == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(HostPort.parseListen(typed));
    } catch (IllegalArgumentException e) {
      throw new OperationsException(option + " " + typed + ": " + e.getMessage(), e);
    }
  }
}
