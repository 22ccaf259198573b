package io.coterie.tracker.app;

import io.coterie.rpc.net.HostPort;
import java.util.Optional;

/**
 * The ports for those who run a tracker, which know no TLS; none is open unless it is named.
 *
 * @param health where a supervisor asks how the process is
 * @param metrics where Prometheus fetches figures
 */
public record OperationsSettings(Optional<HostPort> health, Optional<HostPort> metrics) {

  /** No port. */
  public static final OperationsSettings NONE =
      new OperationsSettings(Optional.empty(), Optional.empty());
}
