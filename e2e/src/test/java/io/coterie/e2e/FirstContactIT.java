package io.coterie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.tls.Certificates;
import io.coterie.rpc.tls.Pem;
import io.coterie.rpc.tls.SelfSigned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user on another machine than the trackers, as far as one machine can play both. */
class FirstContactIT {

  @TempDir private Path root;

  @Test
  void whatTrackersAreTrustedByAndWhatNot() throws IOException {
    try (House house = House.start(root, 1)) {
      Path keys = house.home().resolve("tracker");
      Path home = House.directory(root.resolve("elsewhere"));
      Path known = home.resolve("known_ca.pem");
      Map<String, String> elsewhere = Map.of("COTERIE_HOME", home.toString());

      shell(house, elsewhere, "create_user alice password")
          .refused("no certificate authority to trust", "--ca FILE", "ca-sha256", "at a terminal");
      assertThat(known).as("a script trusts nobody silently").doesNotExist();

      Pem.writeCertificates(
          known, SelfSigned.forAddresses(List.of("127.0.0.1"), Instant.now()).chain());
      String fingerprint =
          Certificates.fingerprint(Pem.readCertificates(keys.resolve("ca.crt")).get(0));
      shell(house, elsewhere, "create_user alice password")
          .refused(
              house.trackerAddress(1), fingerprint, "somebody stands between", "delete " + known);

      Files.delete(known);
      Files.copy(keys.resolve("ca.crt"), known);
      assertThat(
              shell(house, elsewhere, "create_user alice password; login alice password; whoami")
                  .ok())
          .contains("alice");

      Path supplied = House.directory(root.resolve("supplied"));
      for (String name : List.of("ca.crt", "ca.key", "grant.key")) {
        Files.move(keys.resolve(name), supplied.resolve(name));
      }
      assertThat(house.tracker(1).terminate()).isZero();
      house.launchTracker(1, "--trust", supplied.toString()).awaitOutput("tracker 1 ready");
      assertThat(shell(house, elsewhere, "login alice password; whoami").ok()).contains("alice");
      assertThat(keys.resolve("ca.key")).as("nothing is made beside supplied keys").doesNotExist();
    }
  }

  private static Ran shell(House house, Map<String, String> environment, String commands) {
    return house.run(
        environment, "shell", House.freeAddress(), house.trackerInfo().toString(), "-c", commands);
  }
}
