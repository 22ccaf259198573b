package io.coterie.e2e.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.coterie.e2e.House;
import io.coterie.e2e.faults.Findings;
import io.coterie.e2e.faults.Load;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The overlay single, with monitoring, as real processes. */
class SingleIT {

  private static final int METRICS = 7491;
  private static final Pattern METRIC = Pattern.compile("\\b(?:coterie|grpc_server)_\\w+");

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
        Set<String> figures = figures(replicas.pods().get(0));
        replicas.recreate();
        load.awaitMore(20);
        findings = load.endUnharmed();
        assertThat(figures).containsAll(usedFigures(rendered));
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

  /** The names of all that Prometheus would get from a pod. */
  private static Set<String> figures(Pod pod) throws IOException, InterruptedException {
    String body =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://" + pod.address(METRICS) + "/metrics"))
                    .build(),
                BodyHandlers.ofString())
            .body();
    return metricsIn(body);
  }

  /** The names that alerts and the dashboard use. */
  private static Set<String> usedFigures(Rendered rendered) {
    Set<String> used = new HashSet<>();
    rendered.all(GenericKubernetesResource.class).stream()
        .filter(resource -> resource.getKind().equals("PrometheusRule"))
        .forEach(rule -> used.addAll(metricsIn(rule.getAdditionalProperties().toString())));
    rendered.all(ConfigMap.class).stream()
        .filter(map -> map.getMetadata().getName().equals("coterie-dashboard"))
        .forEach(map -> used.addAll(metricsIn(map.getData().toString())));
    assertThat(used).hasSizeGreaterThan(8);
    return used;
  }

  private static Set<String> metricsIn(String text) {
    Set<String> names = new HashSet<>();
    for (Matcher matcher = METRIC.matcher(text); matcher.find(); ) {
      names.add(matcher.group());
    }
    return names;
  }
}
