package io.coterie.e2e.k8s;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds properties that an API server would refuse or drop. Kubernetes' own kinds are held against
 * the model generated from its OpenAPI schemas, which keeps what it does not know apart; custom
 * resources against a list of the properties that their definitions have and that we use.
 */
final class UnknownProperties {

  private static final String MODEL = "io.fabric8.kubernetes.api.model.";

  private final Set<String> customProperties;
  private final List<String> found = new ArrayList<>();

  private UnknownProperties(Set<String> customProperties) {
    this.customProperties = customProperties;
  }

  /** The unknown properties of an object, each with its path. */
  static List<String> of(HasMetadata object, Set<String> customProperties) {
    UnknownProperties search = new UnknownProperties(customProperties);
    String kind = object.getApiVersion() + " " + object.getKind();
    if (object instanceof GenericKubernetesResource custom) {
      search.custom(kind, custom.getAdditionalProperties());
      search.walk(kind + " metadata", custom.getMetadata());
    } else {
      search.walk(kind, object);
    }
    return search.found;
  }

  private void custom(String path, Object value) {
    if (value instanceof Map<?, ?> map && !customProperties.contains(path + ".*")) {
      map.forEach((key, inner) -> custom(path + (path.contains(" spec") ? "." : " ") + key, inner));
    } else if (value instanceof Collection<?> list) {
      list.forEach(inner -> custom(path + "[]", inner));
    } else if (!(value instanceof Map<?, ?>) && !customProperties.contains(path)) {
      found.add(path);
    }
  }

  private void walk(String path, @Nullable Object value) {
    if (value instanceof Collection<?> list) {
      list.forEach(inner -> walk(path + "[]", inner));
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((key, inner) -> walk(path + "." + key, inner));
    } else if (value != null && value.getClass().getName().startsWith(MODEL)) {
      for (Field field : value.getClass().getDeclaredFields()) {
        property(path, value, field);
      }
    }
  }

  private void property(String path, Object owner, Field field) {
    if (Modifier.isStatic(field.getModifiers()) || owner.getClass().isEnum()) {
      return;
    }
    Object value;
    try {
      field.setAccessible(true);
      value = field.get(owner);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
    if (field.getName().equals("additionalProperties")) {
      if (value instanceof Map<?, ?> unknown) {
        unknown.keySet().forEach(key -> found.add(path + "." + key));
      }
    } else {
      walk(path + "." + field.getName(), value);
    }
  }
}
