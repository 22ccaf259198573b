package io.coterie.shell.command.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.shell.testing.TestShell;
import io.coterie.shell.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileCommandsTest {
  @TempDir Path folder;
  private World world;
  private TestShell alice;

  @BeforeEach
  void begin() throws IOException {
    world = new World(folder);
    alice = world.shell("alice");
    alice.good("create_group photos");
    Files.write(alice.home().resolve("beach 1.jpg"), new byte[1536]);
  }

  @AfterEach
  void end() {
    world.close();
  }

  @Test
  void aFileIsSharedListedAndNoLongerShared() {
    assertThat(alice.good("upload_file 'beach 1.jpg' photos"))
        .isEqualTo("shared beach 1.jpg in photos (1.50 KiB)\n");
    assertThat(alice.good("list_files photos"))
        .isEqualTo("beach 1.jpg  1.50 KiB  sources 1/1  alice\n");
    assertThat(alice.good("list_sources photos beach\\ 1.jpg"))
        .isEqualTo("alice  online  127.0.0.1:7501  peer peer-of-alice\n");
    assertThat(alice.good("stop_share photos \"beach 1.jpg\""))
        .isEqualTo("stopped sharing beach 1.jpg in photos; nobody else shares it\n");
    assertThat(alice.good("list_files photos"))
        .isEqualTo("beach 1.jpg  1.50 KiB  unavailable  alice\n");
    assertThat(alice.good("remove_file photos 'beach 1.jpg'"))
        .isEqualTo("removed beach 1.jpg from photos\n");
    assertThat(alice.good("list_files photos")).isEmpty();
  }

  @Test
  void filesOfWhoIsAwayAreUnavailable() {
    world.deployment().share("photos", "bob", "far.bin", 7);
    assertThat(alice.good("list_files photos")).isEqualTo("far.bin  7 B  unavailable  bob\n");
    assertThat(alice.good("list_sources photos far.bin")).startsWith("bob  offline  ");
  }

  @Test
  void whatIsNotThereIsRefused() {
    assertThat(alice.bad("upload_file missing.jpg photos"))
        .contains(alice.home().resolve("missing.jpg") + " is no file that can be read");
    assertThat(alice.bad("upload_file 'beach 1.jpg' nowhere")).contains("no group nowhere");
    assertThat(alice.bad("list_files nowhere")).contains("list_groups shows");
    assertThat(alice.bad("list_sources photos x")).contains("list_files shows");
    assertThat(alice.bad("stop_share photos x")).isEqualTo("error: you do not share x\n");
    assertThat(alice.bad("remove_file photos x")).contains("photos has no file x");
  }

  @Test
  void onlyMembersShareAndSee() throws IOException {
    TestShell bob = world.shell("bob");
    Files.write(bob.home().resolve("mine"), new byte[1]);
    for (String command :
        new String[] {"upload_file mine photos", "list_files photos", "list_sources photos x"}) {
      assertThat(bob.bad(command)).contains("you are no member of photos; ask to be let in");
    }
  }

  @Test
  void onlyPublisherAndOwnerRemove() {
    TestShell bob = world.shell("bob");
    bob.good("join_group photos");
    alice.good("accept_request photos bob; upload_file 'beach 1.jpg' photos");
    assertThat(bob.bad("remove_file photos 'beach 1.jpg'"))
        .isEqualTo("error: only alice and alice may remove it\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "upload_file a",
        "upload_file a b c",
        "list_files",
        "list_sources a",
        "stop_share a",
        "remove_file a b c",
      })
  void wrongArgumentsAreExplained(String command) {
    assertThat(alice.bad(command)).contains("\nusage: ", "\nexample: ");
  }

  @Test
  void resultsAreAlsoJson() throws IOException {
    TestShell shell = world.jsonShell();
    shell.good("login alice password");
    Files.write(shell.home().resolve("a"), new byte[3]);
    assertThat(shell.good("upload_file a photos")).contains("\"name\":\"a\"", "\"size\":\"3\"");
    assertThat(shell.good("list_files photos")).contains("\"online_sources\":1");
    assertThat(shell.good("list_sources photos a")).contains("\"online\":true");
    assertThat(shell.good("stop_share photos a")).isEqualTo("{\"sources\":0}\n");
    assertThat(shell.good("remove_file photos a")).isEqualTo("{}\n");
    assertThat(shell.bad("remove_file photos a")).contains("\"reason\":\"FILE_NOT_FOUND\"");
  }
}
