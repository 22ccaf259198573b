package io.coterie.e2e.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.coterie.e2e.Content;
import io.coterie.e2e.House;
import io.coterie.e2e.Member;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The seed box, with monitoring, as a real process. */
class SeedBoxIT {

  private static final int GRPC = 7402;
  private static final int SIZE = 8 << 20;
  private static final String ADVERTISED = "seed.example.org:7402";
  private static final String HOME = "/var/lib/coterie";
  private static final String PASSWORD = "no \"plain\" $word";

  /** What docs/kubernetes.md has an operator run inside. */
  private static final List<String> SHELL =
      List.of(
          "bin/shell",
          "0.0.0.0:7402",
          "/etc/coterie/trackerinfo.txt",
          "--ca=/etc/coterie/ca.crt",
          "--peer");

  @TempDir Path root;

  @Test
  void logsItselfInAndServesToMembersWhatItWasToldToHoldAlsoAfterARestart() throws Exception {
    String outside = House.freeAddress();
    try (House house = House.start(root, 1);
        ServiceProxy service = new ServiceProxy(outside)) {
      Member alice = house.member("alice");
      Path original = Content.random(house.files().resolve("a.bin"), SIZE, 1);
      alice.shareInNewGroup(original, "friends");
      alice.run("create_user seed '" + PASSWORD + "'").ok();
      Rendered rendered = rendered(house);
      PodSpec spec = rendered.the(StatefulSet.class).getSpec().getTemplate().getSpec();
      // A peer's home goes by its address, which stays as it is in a cluster.
      Ports ports = Ports.of(spec.getContainers().get(0));

      try (Pod pod = start(rendered, spec, ports, outside)) {
        service.add(pod.awaitStarted().address(GRPC));
        String copy = pod.mounts().at(HOME).resolve("a.bin").toString();
        pod.exec(command("join_group friends")).ok();
        alice.run("accept_request friends seed").ok();
        pod.exec(command("download_file friends a.bin '" + copy + "'; wait_downloads 60")).ok();
        alice.run("stop_share friends a.bin").ok();
        service.remove(pod.address(GRPC));
        pod.terminate();
      }
      try (Pod pod = start(rendered, spec, ports, outside)) {
        service.add(pod.awaitStarted().address(GRPC));
        Member bob = house.member("bob");
        bob.join("friends", alice);
        Path fetched = house.files().resolve("from-the-seed-box.bin");
        bob.download("friends", "a.bin", fetched);
        assertThat(fetched).hasSameBinaryContentAs(original);

        String figures = Prometheus.scrape(pod);
        assertThat(figures)
            .contains("\ncoterie_peer_sent_bytes_total " + (double) SIZE)
            .contains("\ncoterie_peer_sessions 1.0\n")
            .doesNotContain("friends", "a.bin", "bob", "alice");
        assertThat(Prometheus.names(figures)).containsAll(Prometheus.used(rendered));
        pod.terminate();
        assertSpeaksJsonAndKeepsSecrets(pod);
      }
    }
  }

  /** The example as an operator changes it: the trackers' file and authority are the house's. */
  private Rendered rendered(House house) throws IOException {
    Path example = Kustomize.MANIFESTS.resolve("examples/seed-box");
    Path changed = House.directory(root.resolve("manifests/seed-box"));
    try (Stream<Path> files = Files.list(example)) {
      for (Path file : files.toList()) {
        Files.copy(file, changed.resolve(file.getFileName()));
      }
    }
    House.write(changed.resolve("trackerinfo.txt"), Files.readString(house.trackerInfo()));
    House.write(
        changed.resolve("ca.crt"), Files.readString(house.home().resolve("tracker/ca.crt")));
    return Kustomize.render(
        root.resolve("manifests/all").toAbsolutePath(),
        changed.toAbsolutePath().toString(),
        "components/seed-box-monitoring");
  }

  private Pod start(Rendered rendered, PodSpec spec, Ports ports, String outside) {
    Mounts mounts =
        Mounts.of(
            spec,
            rendered,
            root.resolve("claims"),
            root.resolve("pod"),
            Map.of("coterie-seed", Map.of("user", "seed", "password", PASSWORD)));
    return Pod.start(
        "seed",
        spec,
        ports,
        mounts,
        Map.of("SEED_USER", "seed"),
        argument -> argument.replace(ADVERTISED, outside),
        root.resolve("logs"));
  }

  private static List<String> command(String line) {
    List<String> command = new ArrayList<>(SHELL);
    command.addAll(List.of("-c", line));
    return command;
  }

  private static void assertSpeaksJsonAndKeepsSecrets(Pod pod) {
    assertThat(pod.output().lines())
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(JsonParser.parseString(line).getAsJsonObject().keySet())
                    .contains("time", "level", "message"));
    assertThat(pod.output()).contains("\"method\":\"coterie.peer.v1.").doesNotContain(PASSWORD);
  }
}
