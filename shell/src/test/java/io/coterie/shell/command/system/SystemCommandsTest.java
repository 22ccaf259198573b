package io.coterie.shell.command.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.coterie.shell.testing.TestShell;
import io.coterie.shell.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SystemCommandsTest {
  @TempDir Path folder;
  private World world;

  @BeforeEach
  void begin() {
    world = new World(folder);
  }

  @AfterEach
  void end() {
    world.close();
  }

  @Test
  void limitsAreSetAndTurnedOff() {
    TestShell shell = world.shell();
    assertThat(shell.good("set_limit up 20M")).isEqualTo("limits: up 20.0 MiB/s, down off\n");
    assertThat(shell.good("set_limit down 500K"))
        .isEqualTo("limits: up 20.0 MiB/s, down 500 KiB/s\n");
    assertThat(shell.good("set_limit UP off")).isEqualTo("limits: up off, down 500 KiB/s\n");
    assertThat(shell.good("set_limit up 1M photos 'beach 1.jpg'"))
        .isEqualTo("limits of beach 1.jpg in photos: up 1.00 MiB/s, down off\n");
    assertThat(shell.good("set_limit up 2M")).isEqualTo("limits: up 2.00 MiB/s, down 500 KiB/s\n");
    assertThat(shell.bad("set_limit up 1M photos")).contains("write GROUP and FILE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set_limit up",
        "set_limit sideways 20M",
        "set_limit up fast",
        "trackers x",
        "credentials x",
        "help a b",
        "quit now",
      })
  void wrongArgumentsAreExplained(String command) {
    assertThat(world.shell().bad(command)).contains("\nusage: ", "\nexample: ");
  }

  @Test
  void wrongArgumentsAreNamed() {
    TestShell shell = world.shell();
    assertThat(shell.bad("set_limit up fast")).contains("\"fast\" is no rate; write it as in 500K");
    assertThat(shell.bad("set_limit sideways 20M")).contains("\"sideways\" is neither up nor down");
    assertThat(shell.bad("set_limit up 1 2 3 4")).contains("too many arguments, from \"4\" on");
    assertThat(shell.bad("set_limit")).contains("missing required parameters: 'up|down', 'RATE'");
  }

  @Test
  void trackersTellHowTheyAre() {
    assertThat(world.shell().good("trackers").lines())
        .containsExactly(
            "127.0.0.1:7401  fails  -  connection refused",
            "127.0.0.1:7402  answers  12 ms  [in use]");
    assertThat(world.jsonShell().good("trackers"))
        .contains("\"address\":\"127.0.0.1:7402\"", "\"condition\":\"answering\"");
  }

  @Test
  void helpListsAndExplains() {
    TestShell shell = world.shell();
    assertThat(shell.good("help").lines())
        .hasSizeGreaterThan(30)
        .anyMatch(line -> line.startsWith("download_file [--force] GROUP FILE DEST  Queues"));
    assertThat(shell.good("help login"))
        .contains("login [--password-stdin] USER [PASSWORD]", "Example: login alice");
    assertThat(shell.good("login --help")).isEqualTo(shell.good("help login"));
    assertThat(shell.bad("help logn"))
        .isEqualTo("error: there is no command \"logn\"; did you mean login\n");
    assertThat(world.jsonShell().good("help"))
        .startsWith("{\"commands\":[{\"name\":\"create_user\"");
  }

  @Test
  void unknownCommandsSuggestNearOnes() {
    TestShell shell = world.shell();
    assertThat(shell.bad("list_file photos"))
        .isEqualTo("error: there is no command \"list_file\"; did you mean list_files\n");
    assertThat(shell.bad("frobnicate\u001b[2J"))
        .isEqualTo(
            "error: there is no command \"frobnicate\\u{1b}[2J\"; help lists all commands\n");
  }

  @Test
  void credentialsAreLinesWithoutSecrets() throws IOException {
    TestShell alice = world.shell("alice");
    alice.writeControlFile();
    Files.write(alice.home().resolve("it's"), new byte[1]);
    alice.good("create_group \"al's\"; upload_file \"it's\" \"al's\"");
    String printed = alice.good("credentials");
    Path token = alice.home().resolve("session_token");
    assertThat(Files.readString(token)).isEqualTo("session-alice-0\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
        .isEqualTo("rw-------");
    assertThat(printed).doesNotContain("session-alice-0", "control-secret");
    assertThat(printed.lines().filter(line -> !line.startsWith("#")))
        .hasSize(5)
        .allMatch(line -> line.contains("grpcurl "))
        .anyMatch(line -> line.endsWith("127.0.0.1:7402 list"))
        .anyMatch(line -> line.endsWith("describe coterie.tracker.v1.GroupService"))
        .anyMatch(line -> line.endsWith("127.0.0.1:4711 coterie.peer.v1.ControlService/GetStatus"))
        .anyMatch(
            line ->
                line.contains("-d '{\"group\":\"al\\u0027s\"}' ")
                    && line.contains("-authority peer-of-alice.peers.coterie.internal -d @")
                    && line.endsWith("127.0.0.1:7501 coterie.peer.v1.ChunkService/GetPieceHashes"));
    TestShell stranger = world.shell();
    assertThat(stranger.bad("credentials")).contains("log in with: login USER");
  }

  @Test
  void credentialsSayWhatIsNeededForMore() throws IOException {
    world.shell("alice");
    TestShell alice = world.jsonShell();
    alice.writeControlFile();
    alice.good("login alice password");
    String json = alice.good("credentials");
    assertThat(JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("lines")).hasSize(5);
    assertThat(json).contains("share a file with upload_file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"quit", "exit"})
  void nothingRunsAfterLeaving(String command) {
    assertThat(world.shell().good("trackers; " + command + "; frobnicate").lines()).hasSize(2);
  }
}
