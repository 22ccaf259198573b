package io.coterie.tracker.app;

import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.operations.OperationsSettings;
import io.coterie.tracker.presence.Capacity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of a tracker on an embedded store of its own, with keys that it makes itself. */
final class TestSettings {

  private TestSettings() {}

  /** A tracker at home in a folder; port 0 for any free one. */
  static TrackerSettings embedded(Path folder, int port, OperationsSettings operations) {
    HostPort entry = new HostPort("127.0.0.1", port);
    TrackerHome home = TrackerHome.open(Map.of("COTERIE_HOME", folder.toString()));
    return new TrackerSettings(
        1,
        entry,
        entry,
        List.of(),
        new StoreLocation.Embedded(home.store()),
        home,
        Optional.empty(),
        true,
        new Capacity(100, 10_000),
        operations);
  }
}
