package io.coterie.e2e.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rendered manifests.
 *
 * @param objects in the order in which they are applied
 */
record Rendered(List<HasMetadata> objects) {

  /** All objects of one kind. */
  <T extends HasMetadata> List<T> all(Class<T> kind) {
    return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The only object of one kind. */
  <T extends HasMetadata> T the(Class<T> kind) {
    assertThat(all(kind)).as(kind.getSimpleName()).hasSize(1);
    return all(kind).get(0);
  }

  /** What pods are made from. */
  List<PodTemplateSpec> podTemplates() {
    return Stream.concat(
            all(Deployment.class).stream().map(each -> each.getSpec().getTemplate()),
            all(StatefulSet.class).stream().map(each -> each.getSpec().getTemplate()))
        .toList();
  }

  /** The names of all objects of one kind. */
  Set<String> names(Class<? extends HasMetadata> kind) {
    return all(kind).stream().map(each -> each.getMetadata().getName()).collect(Collectors.toSet());
  }
}
