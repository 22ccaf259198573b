package io.coterie.e2e.faults;

import io.coterie.e2e.House;
import io.coterie.tracker.trust.LiveTrust;
import io.coterie.tracker.trust.TrustFolder;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** Trackers on a cluster's store, with keys that are supplied to each of them. */
final class Supplied {

  private Supplied() {}

  /** A house below {@code root} with trackers on the store that the URL names. */
  static House house(Path root, int trackers, String store) {
    var unused =
        LiveTrust.open(TrustFolder.own(House.directory(trust(root))), InstantSource.system());
    return House.start(
        root.resolve("house"),
        trackers,
        List.of(
            "--store", store, "--store-user", Postgres.USER, "--trust", trust(root).toString()));
  }

  /** The certificate of the trackers' authority. */
  static Path authority(Path root) {
    return trust(root).resolve("ca.crt");
  }

  private static Path trust(Path root) {
    return root.resolve("trust");
  }
}
