package io.coterie.e2e.k8s;

import io.coterie.e2e.House;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecretProjection;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The volumes of a pod as folders of this machine. */
final class Mounts {

  private final Map<String, Path> folders = new HashMap<>();

  private Mounts() {}

  /**
   * Fills a pod's volumes.
   *
   * @param storage keeps what the pod's volume claims keep: the same for each pod that has them
   * @param own a folder of this pod alone
   * @param secrets what the operator has made, by name
   */
  static Mounts of(
      PodSpec pod,
      Rendered rendered,
      Path storage,
      Path own,
      Map<String, Map<String, String>> secrets) {
    Map<String, Path> volumes = new HashMap<>();
    for (Volume volume : pod.getVolumes()) {
      boolean kept = volume.getPersistentVolumeClaim() != null;
      Path folder = House.directory((kept ? storage : own).resolve(volume.getName()));
      volumes.put(volume.getName(), folder);
      if (volume.getConfigMap() != null) {
        rendered.all(ConfigMap.class).stream()
            .filter(map -> map.getMetadata().getName().equals(volume.getConfigMap().getName()))
            .forEach(map -> write(folder, map.getData(), List.of()));
      } else if (volume.getSecret() != null) {
        write(
            folder,
            secrets.getOrDefault(volume.getSecret().getSecretName(), Map.of()),
            volume.getSecret().getItems());
      } else if (volume.getProjected() != null) {
        for (VolumeProjection source : volume.getProjected().getSources()) {
          SecretProjection secret = source.getSecret();
          write(folder, secrets.getOrDefault(secret.getName(), Map.of()), secret.getItems());
        }
      }
    }
    Mounts mounts = new Mounts();
    for (Container container : pod.getContainers()) {
      for (VolumeMount mount : container.getVolumeMounts()) {
        mounts.folders.put(
            mount.getMountPath(),
            volumes.computeIfAbsent(
                mount.getName(), name -> House.directory(storage.resolve(name))));
      }
    }
    return mounts;
  }

  private static void write(Path folder, Map<String, String> files, List<KeyToPath> items) {
    if (items.isEmpty()) {
      files.forEach((name, text) -> House.write(folder.resolve(name), text));
    }
    for (KeyToPath item : items) {
      String text = files.get(item.getKey());
      if (text == null) {
        throw new AssertionError("no key " + item.getKey() + " in a Secret; the pod would hang");
      }
      House.write(folder.resolve(item.getPath()), text);
    }
  }

  /** The folder that is mounted at a path. */
  Path at(String path) {
    Path folder = folders.get(path);
    if (folder == null) {
      throw new AssertionError("nothing is mounted at " + path);
    }
    return folder;
  }

  /** A text with the paths of mounts replaced by those of this machine. */
  String mapped(String text) {
    String paths =
        folders.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|", "(", ")"));
    return Pattern.compile("(?<=^|=)" + paths + "(?=/|$)")
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(at(found.group(1)).toString()));
  }
}
