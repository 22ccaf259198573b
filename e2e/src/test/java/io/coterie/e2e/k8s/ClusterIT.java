package io.coterie.e2e.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.e2e.Content;
import io.coterie.e2e.House;
import io.coterie.e2e.Member;
import io.coterie.e2e.faults.Findings;
import io.coterie.e2e.faults.Load;
import io.coterie.tracker.trust.LiveTrust;
import io.coterie.tracker.trust.TrustFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The overlay cluster as real processes, on a PostgreSQL of the test's own. */
class ClusterIT {

  private static final int REPLICAS = Integer.getInteger("coterie.k8s.replicas", 2);
  private static final int CLIENTS = Integer.getInteger("coterie.k8s.clients", 3);

  @TempDir Path root;

  @Test
  void rolledOneByOneUnderLoadTrackersLoseNothingAndKeepTheirPeers() throws Exception {
    Rendered rendered = Kustomize.render("overlays/cluster");
    Path keys = root.resolve("home/tracker");
    Path authority = keys.resolve("ca.crt");
    Map<String, Map<String, String>> secrets = new HashMap<>();
    secrets.put("coterie-trust", trust(keys));
    try (ClusterDatabase database = ClusterDatabase.start(root.resolve("database"));
        House house = House.house(root, 1)) {
      secrets.putAll(database.secrets());
      Replicas.Outside outside =
          new Replicas.Outside(secrets, database.variables(), database::resolved);
      try (Replicas replicas =
          Replicas.start(house, root.resolve("cluster"), rendered, outside, REPLICAS)) {
        Member alice = house.member("alice");
        Path file = Content.random(house.files().resolve("a.bin"), 1 << 20, 1);
        alice.shareInNewGroup(file, "friends");
        List<Pod> old = replicas.pods();
        try (Load load = Load.begin("cluster", house, authority, CLIENTS)) {
          load.awaitMore(20);
          replicas.roll();
          load.awaitMore(20);
          Findings findings = load.endUnharmed();
          System.out.printf(
              "the overlay cluster, rolled: %s; %d of its peers' streams ended by force%n",
              findings, old.stream().mapToLong(ClusterIT::endedByForce).sum());
        }
        assertThat(replicas.pods()).hasSize(REPLICAS).doesNotContainAnyElementsOf(old);
        alice.await("list_files friends", "1/1");
        assertThat(replicas.pods())
            .anySatisfy(pod -> assertThat(pod.output()).contains("coterie.tracker.v1."));
      }
    }
  }

  /** How many peers were still attached to a pod when its patience was spent. */
  private static long endedByForce(Pod pod) {
    return pod.output()
        .lines()
        .filter(line -> line.contains("/Attach\"") && line.contains("UNAVAILABLE"))
        .count();
  }

  /** The files of the Secret coterie-trust, as docs/keys.md has them made. */
  private static Map<String, String> trust(Path folder) throws IOException {
    LiveTrust unused =
        LiveTrust.open(TrustFolder.own(House.directory(folder)), InstantSource.system());
    Map<String, String> files = new HashMap<>();
    for (String name : List.of("ca.crt", "ca.key", "grant.key")) {
      files.put(name, Files.readString(folder.resolve(name)));
    }
    return files;
  }
}
