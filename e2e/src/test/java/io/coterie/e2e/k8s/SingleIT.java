package io.coterie.e2e.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.coterie.e2e.House;
import io.coterie.e2e.faults.Findings;
import io.coterie.e2e.faults.Load;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The overlay single, with monitoring, as real processes. */
class SingleIT {

  @TempDir Path root;

  @Test
  void anUpgradeLosesNothingAndItsFiguresAndLogsAreWhatTheyShouldBe() throws Exception {
    Rendered rendered =
        Kustomize.render(
            root.resolve("with-monitoring"), "overlays/single", "components/monitoring");
    try (House house = House.house(root, 1);
        Replicas replicas =
            Replicas.start(house, root.resolve("cluster"), rendered, Replicas.Outside.NOTHING, 1)) {
      Path home = replicas.pods().get(0).mounts().at("/var/lib/coterie");
      Path authority = home.resolve("tracker/ca.crt");
      Findings findings;
      try (Load load = Load.begin("single", house, authority, 3)) {
        load.awaitMore(20);
        Set<String> figures = Prometheus.names(Prometheus.scrape(replicas.pods().get(0)));
        replicas.recreate();
        load.awaitMore(20);
        findings = load.endUnharmed();
        assertThat(Prometheus.used(rendered)).hasSizeGreaterThan(8).isSubsetOf(figures);
      }
      System.out.println("an upgrade of the overlay single: " + findings);
      Pod pod = replicas.pods().get(0);
      assertThat(pod.output().lines())
          .isNotEmpty()
          .allSatisfy(
              line ->
                  assertThat(JsonParser.parseString(line).getAsJsonObject().keySet())
                      .contains("time", "level", "message"));
      assertThat(pod.output())
          .contains("\"method\":\"coterie.tracker.v1.")
          .doesNotContain("password");
    }
  }
}
