package io.coterie.shell.repl.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.shell.app.AllCommands;
import io.coterie.shell.command.LocalPaths;
import io.coterie.shell.testing.TestShell;
import io.coterie.shell.testing.World;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShellCompleterTest {
  @TempDir Path folder;
  private World world;
  private TestShell alice;

  @BeforeEach
  void begin() {
    world = new World(folder);
    alice = world.shell("alice");
    alice.good("create_group photos; create_group 'my films'");
    world.deployment().share("photos", "alice", "beach 1.jpg", 7);
    world.shell("bob").good("join_group photos");
  }

  @AfterEach
  void end() {
    world.close();
  }

  private static List<String> complete(TestShell shell, String typed) throws IOException {
    LocalPaths paths = new LocalPaths(shell.home(), shell.home());
    Choices choices = new Choices(shell.control(), shell.tracker());
    List<Candidate> candidates = new ArrayList<>();
    try (DumbTerminal terminal =
        new DumbTerminal(
            "test",
            "dumb",
            new ByteArrayInputStream(new byte[0]),
            new ByteArrayOutputStream(),
            StandardCharsets.UTF_8)) {
      LineReader reader = LineReaderBuilder.builder().terminal(terminal).build();
      new ShellCompleter(AllCommands.table(), choices, paths)
          .complete(reader, TypedLine.of(typed, typed.length()), candidates);
    }
    return candidates.stream().map(Candidate::value).toList();
  }

  @Test
  void offersCommands() throws IOException {
    assertThat(complete(alice, "lo")).contains("login", "logout", "list_files", "quit");
    assertThat(complete(alice, "help lo")).contains("login");
    assertThat(complete(alice, "frobnicate x")).isEmpty();
  }

  @Test
  void offersGroupsUsersAndFiles() throws IOException {
    assertThat(complete(alice, "list_files ")).containsExactly("photos", "my films");
    assertThat(complete(alice, "accept_request photos ")).containsExactly("bob", "alice");
    assertThat(complete(alice, "list_sources photos be")).containsExactly("beach 1.jpg");
    assertThat(complete(alice, "download_file photos ")).containsExactly("beach 1.jpg");
    assertThat(complete(alice, "download_file --force photos ")).containsExactly("beach 1.jpg");
    assertThat(complete(alice, "whoami; list_files ")).containsExactly("photos", "my films");
    assertThat(complete(alice, "list_files photos ")).isEmpty();
    assertThat(complete(alice, "create_group ")).isEmpty();
    assertThat(complete(alice, "login ")).isEmpty();
  }

  @Test
  void offersDownloadsWordsAndOptions() throws IOException {
    alice.good("download_file photos 'beach 1.jpg' x");
    assertThat(complete(alice, "explain ")).containsExactly("beach 1.jpg");
    assertThat(complete(alice, "explain photos ")).containsExactly("beach 1.jpg");
    assertThat(complete(alice, "explain other ")).isEmpty();
    assertThat(complete(alice, "set_limit ")).containsExactly("up", "down");
    assertThat(complete(alice, "set_limit up 5M ")).containsExactly("photos", "my films");
    assertThat(complete(alice, "set_limit up 5M photos ")).containsExactly("beach 1.jpg");
    assertThat(complete(alice, "set_limit up 5M photos x ")).isEmpty();
    assertThat(complete(alice, "download_file --f")).containsExactly("--force");
  }

  @Test
  void offersLocalPaths() throws IOException {
    Files.createDirectories(alice.home().resolve("pics/old"));
    Files.createFile(alice.home().resolve("pics/a.jpg"));
    assertThat(complete(alice, "upload_file pi")).contains("pics/");
    assertThat(complete(alice, "upload_file pics/"))
        .containsExactlyInAnyOrder("pics/old/", "pics/a.jpg");
    assertThat(complete(alice, "upload_file ~/pics/o")).contains("~/pics/old/");
    assertThat(complete(alice, "upload_file missing/")).isEmpty();
  }

  @Test
  void offersNothingToStrangers() throws IOException {
    TestShell stranger = world.shell();
    assertThat(complete(stranger, "list_files ")).isEmpty();
    assertThat(complete(stranger, "explain ")).isEmpty();
    assertThat(complete(stranger, "accept_request photos ")).isEmpty();
    assertThat(complete(world.shell("carol"), "list_sources photos ")).isEmpty();
  }
}
