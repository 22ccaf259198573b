package io.coterie.e2e.k8s;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a pod tells Prometheus, and what the manifests make of it. */
final class Prometheus {

  private static final int METRICS = 7491;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Pattern METRIC = Pattern.compile("\\b(?:coterie|grpc_server)_\\w+");

  private Prometheus() {}

  /** All that it would get from a pod. */
  static String scrape(Pod pod) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://" + pod.address(METRICS) + "/metrics"))
                .timeout(PATIENCE)
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  /** The names of figures in a text. */
  static Set<String> names(String text) {
    Set<String> names = new HashSet<>();
    for (Matcher matcher = METRIC.matcher(text); matcher.find(); ) {
      names.add(matcher.group());
    }
    return names;
  }

  /** The names that alerts and the dashboard use. */
  static Set<String> used(Rendered rendered) {
    Set<String> used = new HashSet<>();
    rendered.all(GenericKubernetesResource.class).stream()
        .filter(resource -> resource.getKind().equals("PrometheusRule"))
        .forEach(rule -> used.addAll(names(rule.getAdditionalProperties().toString())));
    rendered.all(ConfigMap.class).stream()
        .filter(map -> map.getMetadata().getName().equals("coterie-dashboard"))
        .forEach(map -> used.addAll(names(map.getData().toString())));
    return used;
  }
}
