package io.coterie.e2e.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Renders the manifests as an operator would. */
final class Kustomize {

  /** The manifests in the source tree. */
  static final Path MANIFESTS = Path.of("..", "k8s").toAbsolutePath().normalize();

  private Kustomize() {}

  /** Renders a folder below k8s/; skips the test where there is no kustomize. */
  static Rendered render(String folder) {
    return build(MANIFESTS.resolve(folder));
  }

  /** Renders an overlay with components, from a kustomization made below {@code scratch}. */
  static Rendered render(Path scratch, String overlay, String... components) {
    StringBuilder text =
        new StringBuilder("resources: [").append(from(scratch, overlay)).append("]\ncomponents:\n");
    for (String component : components) {
      text.append("- ").append(from(scratch, component)).append('\n');
    }
    try {
      Files.createDirectories(scratch);
      Files.writeString(scratch.resolve("kustomization.yaml"), text);
      return build(scratch.toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path from(Path scratch, String folder) {
    return scratch.toAbsolutePath().relativize(MANIFESTS.resolve(folder));
  }

  private static Rendered build(Path folder) {
    List<String> command = new ArrayList<>(tool());
    command.add(folder.toString());
    try {
      Path out = Files.createTempFile("rendered", ".yaml");
      Path err = Files.createTempFile("rendered", ".err");
      try {
        int exit =
            new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        assertThat(exit).as(Files.readString(err)).isZero();
        return new Rendered(parse(Files.readString(out)));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Reads what may be several documents. */
  static List<HasMetadata> parse(String yaml) {
    KubernetesSerialization serialization = new KubernetesSerialization();
    return Stream.of(yaml.split("(?m)^---$"))
        .filter(document -> !document.isBlank())
        .map(document -> serialization.<HasMetadata>unmarshal(document))
        .toList();
  }

  private static List<String> tool() {
    String named = System.getenv("COTERIE_KUSTOMIZE");
    if (named != null) {
      return List.of(named, "build");
    }
    if (isThere("kustomize")) {
      return List.of("kustomize", "build");
    }
    if (isThere("kubectl")) {
      return List.of("kubectl", "kustomize");
    }
    return abort("no kustomize and no kubectl found; name one with COTERIE_KUSTOMIZE");
  }

  private static boolean isThere(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
