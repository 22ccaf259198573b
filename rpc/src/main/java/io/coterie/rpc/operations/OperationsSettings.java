package io.coterie.rpc.operations;

import io.coterie.rpc.log.LogFormat;
import io.coterie.rpc.net.HostPort;
import java.util.Optional;

/**
 * How a process is operated. Its ports know no TLS; none is open unless it is named.
 *
 * @param health where a supervisor asks how the process is
 * @param metrics where Prometheus fetches figures
 * @param log how the process logs
 */
public record OperationsSettings(
    Optional<HostPort> health, Optional<HostPort> metrics, LogFormat log) {

  /** No port, and a log for people. */
  public static final OperationsSettings NONE =
      new OperationsSettings(Optional.empty(), Optional.empty(), LogFormat.text);

  /** Whether the log is for programs, on standard output. */
  public boolean logsJson() {
    return log == LogFormat.json;
  }
}
