package io.coterie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who asks for no figures does not pay for them. */
class FiguresOffIT {

  @TempDir private Path root;

  @Test
  void aPeerLoadsNothingThatMeasures() throws IOException {
    Path log = root.resolve("classes.log");
    try (House house = House.start(root, 1)) {
      Map<String, String> environment = new HashMap<>(house.environment());
      environment.put("COTERIE_JAVA_OPTS", "-Xlog:class+load:file=" + log);
      String address = House.freeAddress();
      String info = house.trackerInfo().toString();
      String peer = house.script("peer").toString();
      try (Proc proc =
          Proc.start("peer", root.resolve("logs"), environment, List.of(peer, address, info))) {
        proc.awaitOutput("ready");
        house
            .shell(
                address,
                info,
                "--peer",
                "-c",
                "create_user alice a-long-password; login alice a-long-password")
            .ok();
        assertThat(proc.terminate()).isZero();
      }
    }
    try (Stream<String> lines = Files.lines(log)) {
      assertThat(lines)
          .anyMatch(line -> line.contains("io.coterie.peer.control.Logins "))
          .noneMatch(line -> line.matches(".*(opentelemetry|prometheus|net\\.httpserver).*"));
    }
  }
}
