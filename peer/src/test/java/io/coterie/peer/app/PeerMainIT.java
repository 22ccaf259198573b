package io.coterie.peer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.operations.OperationsSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerMainIT {
  @TempDir Path folder;
  private Path trackerInfo;

  @BeforeEach
  void write() throws IOException {
    trackerInfo = Files.writeString(folder.resolve("trackerinfo.txt"), "127.0.0.1:7401\n");
  }

  private Map<String, String> environment(Path home) {
    return Map.of("COTERIE_HOME", home.toString());
  }

  /** What is said on standard error, when it is one line and the exit code is 2. */
  private String refusal(Path home, String... arguments) {
    StringWriter err = new StringWriter();
    int exitCode =
        PeerMain.command(environment(home)).setErr(new PrintWriter(err)).execute(arguments);
    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    return err.toString().strip();
  }

  private String refusal(String... arguments) {
    return refusal(folder.resolve("home"), arguments);
  }

  @Test
  void aPortInUseIsNamed() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + other.getLocalPort();
      assertThat(refusal(address, trackerInfo.toString()))
          .startsWith("peer: " + address + " is in use by another process");
    }
  }

  @Test
  void aHomeInUseIsNamedAndFreeAgainAfterwards() {
    String address = "127.0.0.1:0";
    PeerSettings settings =
        PeerSettings.parse(
            address,
            trackerInfo,
            Optional.empty(),
            Optional.empty(),
            OperationsSettings.NONE,
            environment(folder.resolve("home")));
    try (PeerProcess running = PeerProcess.start(settings)) {
      assertThat(running.controlFile()).exists();
      assertThat(refusal(address, trackerInfo.toString()))
          .startsWith("peer: a peer for 127.0.0.1:0 runs already (process ");
    }
    assertThat(settings.controlFile()).doesNotExist();
    PeerProcess.start(settings).close();
  }

  @Test
  void malformedAddressesAreExplained() {
    String info = trackerInfo.toString();
    assertThat(refusal("localhost", info))
        .isEqualTo(
            "peer: \"localhost\" is not HOST:PORT, as in 127.0.0.1:7501:"
                + " the port is missing; write host:port");
    assertThat(refusal("127.0.0.1:66000", info)).contains("between 1 and 65535");
    assertThat(refusal("127.0.0.1:0", info, "--advertise", "here")).contains("\"here\"");
    assertThat(refusal("127.0.0.1:0", info, "--metrics", "nowhere"))
        .isEqualTo("peer: --metrics nowhere: the port is missing; write host:port");
    assertThat(refusal("127.0.0.1:0", info, "--health", ":7480"))
        .isEqualTo("peer: --health :7480: the host is missing; write host:port");
    assertThat(refusal("127.0.0.1:0", info, "--advertize", "here"))
        .contains("'--advertize'", "; did you mean --advertise; usage: peer ");
    assertThat(refusal("nowhere.invalid:7501", info)).contains("nowhere.invalid");
    assertThat(refusal("127.0.0.1:0")).contains("TRACKERINFO");
  }

  @Test
  void aTrackerInfoThatCannotBeReadIsNamedWithTheLine() throws IOException {
    Path malformed = Files.writeString(folder.resolve("bad.txt"), "# trackers\n127.0.0.1\n");
    assertThat(refusal("127.0.0.1:0", malformed.toString())).contains("bad.txt line 2: ");
    assertThat(refusal("127.0.0.1:0", folder.resolve("none.txt").toString()))
        .contains("none.txt does not exist");
  }

  @Test
  void aHomeThatCannotBeWrittenIsNamed() {
    assertThat(refusal(trackerInfo.resolve("home"), "127.0.0.1:0", trackerInfo.toString()))
        .startsWith("peer: the home " + trackerInfo.resolve("home") + " cannot be used")
        .endsWith("set COTERIE_HOME to a folder that you may write");
  }

  @Test
  void anAuthorityThatCannotBeReadIsNamed() {
    assertThat(
            refusal(
                "127.0.0.1:0",
                trackerInfo.toString(),
                "--ca",
                folder.resolve("none.pem").toString()))
        .contains("none.pem does not exist");
  }
}
