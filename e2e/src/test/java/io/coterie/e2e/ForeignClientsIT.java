package io.coterie.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that nobody here wrote, over TLS, by reflection. They run where COTERIE_GRPCURL and
 * COTERIE_BUF name the programs, as in CI.
 */
class ForeignClientsIT {

  private static final List<String> TRACKER =
      Stream.of("Account", "Session", "Group", "File", "Presence", "Trust")
          .map(name -> "coterie.tracker.v1." + name + "Service")
          .toList();

  @TempDir private Path root;

  @Test
  void grpcurlListsDescribesAndCallsEveryService() throws IOException {
    String grpcurl = program("COTERIE_GRPCURL");
    try (House house = House.start(root, 1)) {
      Member alice = withShare(house);
      String ca = house.home().resolve("tracker/ca.crt").toString();
      String tracker = house.trackerAddress(1);
      assertThat(exec(grpcurl, "-cacert", ca, tracker, "list").ok().lines())
          .containsAll(TRACKER)
          .contains("grpc.health.v1.Health");
      for (String service : TRACKER) {
        assertDescribed(grpcurl, List.of("-cacert", ca, tracker), service);
      }
      String bundle =
          exec(grpcurl, "-cacert", ca, tracker, "coterie.tracker.v1.TrustService/GetTrustBundle")
              .ok();
      assertThat(bundle).contains("deployment_id", "ca_certificates", "grant_keys");
      Ran stranger =
          exec(grpcurl, "-cacert", ca, tracker, "coterie.tracker.v1.GroupService/ListGroups");
      assertThat(stranger.exit()).isNotZero();
      assertThat(stranger.err())
          .contains("Unauthenticated", "log in first", "google.rpc.ErrorInfo");

      String[] lines =
          alice
              .run("credentials")
              .ok()
              .lines()
              .filter(line -> !line.startsWith("#"))
              .toArray(String[]::new);
      assertThat(lines).hasSizeGreaterThanOrEqualTo(5);
      StringBuilder output = new StringBuilder();
      for (String line : lines) {
        Ran ran = exec("sh", "-c", "PATH='" + Path.of(grpcurl).getParent() + "':$PATH; " + line);
        assertThat(ran.exit()).as("%s%n%s%s", line, ran.out(), ran.err()).isZero();
        output.append(ran.out());
      }
      assertThat(output).contains("listen_address", "hashes");

      Path peerHome = house.home().resolve("peers/" + alice.address().replace(':', '_'));
      List<String> control =
          List.of("-cacert", peerHome.resolve("control.crt").toString(), controlAddress(peerHome));
      assertDescribed(grpcurl, control, "coterie.peer.v1.ControlService");
      String authority = String.join(" ", lines).replaceFirst(".*-authority '?([^ ']+)'? .*", "$1");
      List<String> chunks = List.of("-cacert", ca, "-authority", authority, alice.address());
      assertDescribed(grpcurl, chunks, "coterie.peer.v1.ChunkService");
    }
  }

  @Test
  void bufCurlListsAndCallsTheTracker() {
    String buf = program("COTERIE_BUF");
    try (House house = House.start(root, 1)) {
      withShare(house);
      String ca = house.home().resolve("tracker/ca.crt").toString();
      String url = "https://" + house.trackerAddress(1);
      List<String> common =
          List.of(buf, "curl", "--protocol", "grpc", "--http2-prior-knowledge", "--cacert", ca);
      assertThat(exec(with(common, "--list-services", url)).ok().lines()).containsAll(TRACKER);
      String login =
          exec(with(
                  common,
                  "-d",
                  "{\"user\":\"alice\",\"password\":\"" + Member.PASSWORD + "\"}",
                  url + "/coterie.tracker.v1.SessionService/Login"))
              .ok();
      String token = login.replaceFirst("(?s).*\"sessionToken\"\\s*:\\s*\"([^\"]+)\".*", "$1");
      assertThat(
              exec(with(
                      common,
                      "-H",
                      "authorization: Bearer " + token,
                      url + "/coterie.tracker.v1.GroupService/ListGroups"))
                  .ok())
          .contains("\"photos\"");
    }
  }

  private Member withShare(House house) {
    Member alice = house.member("alice");
    alice.shareInNewGroup(Content.random(house.files().resolve("a.bin"), 5_000_000, 1), "photos");
    return alice;
  }

  private void assertDescribed(String grpcurl, List<String> target, String service) {
    List<String> list = new ArrayList<>(List.of(grpcurl));
    list.addAll(target);
    String methods = exec(with(list, "list", service)).ok();
    assertThat(methods.lines()).isNotEmpty();
    methods
        .lines()
        .forEach(method -> assertThat(exec(with(list, "describe", method)).ok()).contains("rpc "));
  }

  private static String controlAddress(Path peerHome) throws IOException {
    return Files.readAllLines(peerHome.resolve("control")).stream()
        .filter(line -> line.startsWith("port="))
        .map(line -> "127.0.0.1:" + line.substring("port=".length()))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> with(List<String> command, String... more) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(more));
    return all;
  }

  private Ran exec(String... command) {
    return exec(List.of(command));
  }

  private Ran exec(List<String> command) {
    Proc proc = Proc.start("client", root.resolve("logs"), Map.of(), command);
    int exit = proc.awaitExit();
    return new Ran(exit, proc.stdout(), proc.stderr());
  }

  private static String program(String variable) {
    String path = System.getenv(variable);
    assumeTrue(path != null && !path.isEmpty(), variable + " names no program");
    return path;
  }
}
