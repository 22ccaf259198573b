package io.coterie.e2e.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be seen of the manifests without a cluster. */
class ManifestsTest {

  /** What the operator makes, or another operator for it. */
  private static final Set<String> SECRETS =
      Set.of("coterie-trust", "coterie-db-app", "coterie-db-ca", "coterie-ca", "coterie-seed");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "overlays/single",
        "overlays/cluster",
        "examples/seed-box",
        "examples/operator-pod",
        "seed-box-monitored",
        "all"
      })
  void everyPropertyIsOneThatKubernetesKnows(String what) throws IOException {
    Set<String> custom = customProperties();
    for (HasMetadata object : rendered(what).objects()) {
      assertThat(UnknownProperties.of(object, custom)).as(name(object)).isEmpty();
    }
  }

  @Test
  void aMisspelledPropertyIsFound() throws IOException {
    List<HasMetadata> objects =
        Kustomize.parse(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: a, lables: {}}
            spec:
              template:
                spec:
                  containers:
                    - name: b
                      readinessProbe: {grpc: {prot: 1}}
            ---
            apiVersion: postgresql.cnpg.io/v1
            kind: Cluster
            metadata: {name: c}
            spec: {postgresql: {synchronous: {methods: any}}}
            """);

    assertThat(UnknownProperties.of(objects.get(0), Set.of()))
        .containsExactlyInAnyOrder(
            "apps/v1 Deployment.metadata.lables",
            "apps/v1 Deployment.spec.template.spec.containers[].readinessProbe.grpc.prot");
    assertThat(UnknownProperties.of(objects.get(1), customProperties()))
        .containsExactly("postgresql.cnpg.io/v1 Cluster spec.postgresql.synchronous.methods");
  }

  @ParameterizedTest
  @ValueSource(strings = {"overlays/single", "overlays/cluster", "seed-box-monitored", "all"})
  void podsKeepTheRestrictedStandardAndWriteToVolumesOnly(String what) {
    for (var template : rendered(what).podTemplates()) {
      PodSpec pod = template.getSpec();
      assertThat(pod.getAutomountServiceAccountToken()).isFalse();
      assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
      assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
      assertThat(pod.getSecurityContext().getSeccompProfile().getType())
          .isEqualTo("RuntimeDefault");
      for (Container container : pod.getContainers()) {
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).contains("ALL");
        assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
        assertThat(container.getResources().getLimits()).containsKey("memory");
        assertThat(container.getStartupProbe()).isNotNull();
        assertThat(container.getReadinessProbe()).isNotNull();
        assertThat(container.getLivenessProbe()).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"overlays/single", "overlays/cluster", "seed-box-monitored", "all"})
  void whatIsReferredToIsThere(String what) {
    Rendered rendered = rendered(what);
    for (var template : rendered.podTemplates()) {
      PodSpec pod = template.getSpec();
      Set<String> volumes = new HashSet<>();
      pod.getVolumes().forEach(volume -> volumes.add(volume.getName()));
      rendered.all(StatefulSet.class).stream()
          .flatMap(set -> set.getSpec().getVolumeClaimTemplates().stream())
          .forEach(claim -> volumes.add(claim.getMetadata().getName()));
      for (Container container : pod.getContainers()) {
        assertThat(container.getVolumeMounts())
            .extracting(VolumeMount::getName)
            .containsExactlyInAnyOrderElementsOf(volumes);
        container
            .getEnv()
            .forEach(
                variable -> {
                  if (variable.getValueFrom() != null) {
                    assertThat(SECRETS)
                        .contains(variable.getValueFrom().getSecretKeyRef().getName());
                  }
                });
      }
      pod.getVolumes().forEach(volume -> refersToSomething(volume, rendered));
    }
    for (Service service : rendered.all(Service.class)) {
      assertThat(selected(rendered, service.getSpec().getSelector()))
          .as(name(service))
          .containsAll(
              service.getSpec().getPorts().stream()
                  .map(port -> port.getTargetPort().getStrVal())
                  .toList());
    }
    for (NetworkPolicy policy : rendered.all(NetworkPolicy.class)) {
      assertThat(selected(rendered, policy.getSpec().getPodSelector().getMatchLabels()))
          .as(name(policy))
          .containsAll(
              policy.getSpec().getIngress().stream()
                  .flatMap(rule -> rule.getPorts().stream())
                  .map(port -> port.getPort().getStrVal())
                  .toList());
    }
  }

  @Test
  void oneTrackerOnABlockVolumeIsNeverDoubled() {
    Rendered single = rendered("overlays/single");
    Deployment tracker = single.the(Deployment.class);

    assertThat(tracker.getSpec().getReplicas()).isEqualTo(1);
    assertThat(tracker.getSpec().getStrategy().getType()).isEqualTo("Recreate");
    assertThat(single.the(PersistentVolumeClaim.class).getSpec().getAccessModes())
        .containsExactly("ReadWriteOncePod");
    assertThat(single.all(PodDisruptionBudget.class)).isEmpty();
    assertThat(single.all(HorizontalPodAutoscaler.class)).isEmpty();
  }

  @Test
  void severalTrackersAreReplacedOneByOneAndSpread() {
    Rendered cluster = rendered("overlays/cluster");
    Deployment tracker = cluster.the(Deployment.class);

    assertThat(tracker.getSpec().getReplicas()).as("the autoscaler's to say").isNull();
    assertThat(tracker.getSpec().getStrategy().getRollingUpdate().getMaxUnavailable().getIntVal())
        .isZero();
    assertThat(tracker.getSpec().getTemplate().getSpec().getTopologySpreadConstraints())
        .hasSize(2)
        .allSatisfy(
            spread ->
                assertThat(tracker.getSpec().getTemplate().getMetadata().getLabels())
                    .containsAllEntriesOf(spread.getLabelSelector().getMatchLabels()));
    HorizontalPodAutoscaler autoscaler = cluster.the(HorizontalPodAutoscaler.class);
    assertThat(autoscaler.getSpec().getScaleTargetRef().getName())
        .isEqualTo(tracker.getMetadata().getName());
    assertThat(autoscaler.getSpec().getMinReplicas()).isGreaterThanOrEqualTo(2);
    assertThat(cluster.the(PodDisruptionBudget.class).getSpec().getSelector().getMatchLabels())
        .isEqualTo(tracker.getSpec().getSelector().getMatchLabels());
  }

  private Rendered rendered(String what) {
    return switch (what) {
      case "all" ->
          Kustomize.render(
              folder.resolve("all"),
              "overlays/cluster",
              "components/monitoring",
              "components/load-balancer",
              "components/cert-manager");
      case "seed-box-monitored" ->
          Kustomize.render(
              folder.resolve("seed-box-monitored"),
              "examples/seed-box",
              "components/seed-box-monitoring");
      default -> Kustomize.render(what);
    };
  }

  private static void refersToSomething(Volume volume, Rendered rendered) {
    if (volume.getConfigMap() != null) {
      assertThat(rendered.names(ConfigMap.class)).contains(volume.getConfigMap().getName());
    }
    if (volume.getSecret() != null) {
      assertThat(SECRETS).contains(volume.getSecret().getSecretName());
    }
    if (volume.getProjected() != null) {
      assertThat(volume.getProjected().getSources())
          .allSatisfy(source -> assertThat(SECRETS).contains(source.getSecret().getName()));
    }
    if (volume.getPersistentVolumeClaim() != null) {
      assertThat(rendered.names(PersistentVolumeClaim.class))
          .contains(volume.getPersistentVolumeClaim().getClaimName());
    }
  }

  /** The names of the ports of the pods that a selector selects; there must be some. */
  private static Set<String> selected(Rendered rendered, Map<String, String> selector) {
    Set<String> ports =
        rendered.podTemplates().stream()
            .filter(
                template ->
                    template.getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
            .flatMap(template -> template.getSpec().getContainers().stream())
            .flatMap(container -> container.getPorts().stream())
            .map(ContainerPort::getName)
            .collect(Collectors.toSet());
    assertThat(ports).isNotEmpty();
    return ports;
  }

  private static String name(HasMetadata object) {
    return object.getKind() + " " + object.getMetadata().getName();
  }

  private static Set<String> customProperties() throws IOException {
    try (Stream<String> lines =
        Files.lines(Path.of("src/test/resources/k8s/custom-properties.txt"))) {
      return lines.filter(line -> !line.startsWith("#")).collect(Collectors.toSet());
    }
  }
}
