package io.coterie.shell.command.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.peer.v1.TransferState;
import io.coterie.shell.testing.TestShell;
import io.coterie.shell.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TransferCommandsTest {
  private static final String RUNNING = "25%  1.00 MiB/s  1m 30s left  2 sources\n";

  @TempDir Path folder;
  private World world;
  private TestShell bob;

  @BeforeEach
  void begin() {
    world = new World(folder);
    world.shell("alice").good("create_group photos; create_group films");
    bob = world.shell("bob");
    for (String group : new String[] {"photos", "films"}) {
      world.deployment().admit(group, "bob");
      world.deployment().share(group, "alice", "a.bin", 2048);
      world.deployment().share(group, "alice", "b.bin", 2048);
    }
  }

  @AfterEach
  void end() {
    world.close();
  }

  @Test
  void aDownloadIsQueuedShownAndWaitedFor() throws Exception {
    Path to = bob.home().resolve("copy.bin");
    assertThat(bob.good("download_file photos a.bin copy.bin"))
        .isEqualTo("queued a.bin to " + to + "\n");
    assertThat(bob.good("show_downloads")).isEqualTo("[D] [photos] a.bin  " + RUNNING);
    CompletableFuture<TestShell.Result> waiting =
        CompletableFuture.supplyAsync(() -> bob.run("wait_downloads"));
    bob.peer().set("a.bin", TransferState.TRANSFER_STATE_COMPLETE, "");
    TestShell.Result result = waiting.get(30, TimeUnit.SECONDS);
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("[C] [photos] a.bin  100%  2.00 KiB  " + to + "\n");
  }

  @Test
  void aDownloadThatWillWaitSaysSoAtOnce() {
    bob.peer().outlook("nobody else has this file now");
    assertThat(bob.good("download_file photos a.bin x"))
        .isEqualTo(
            "queued a.bin to " + bob.home().resolve("x") + "; nobody else has this file now\n");
  }

  @Test
  void waitingFailsWithADownload() {
    bob.good("download_file photos a.bin x; download_file photos b.bin y");
    bob.peer().set("a.bin", TransferState.TRANSFER_STATE_FAILED, "the disk is full");
    bob.peer().set("b.bin", TransferState.TRANSFER_STATE_PAUSED, "");
    TestShell.Result result = bob.run("wait_downloads");
    assertThat(result.good()).isFalse();
    assertThat(result.out())
        .isEqualTo("[P] [photos] b.bin  25%  paused\n[F] [photos] a.bin  25%  the disk is full\n");
    assertThat(result.err()).isEqualTo("error: 1 download failed; explain FILE says more\n");
  }

  @Test
  void waitingEndsWhenTimeRunsOut() {
    bob.good("download_file photos a.bin x");
    TestShell.Result result = bob.run("wait_downloads 0");
    assertThat(result.good()).isFalse();
    assertThat(result.out()).isEqualTo("[D] [photos] a.bin  " + RUNNING);
    assertThat(result.err())
        .isEqualTo("error: time ran out with 1 download unfinished; explain FILE says why\n");
  }

  @Test
  void waitingForNothingIsDoneAtOnce() {
    assertThat(bob.good("wait_downloads; show_downloads")).isEmpty();
  }

  @Test
  void aDownloadIsPausedResumedAndCancelled() {
    bob.good("download_file photos a.bin x");
    assertThat(bob.good("pause_download a.bin")).isEqualTo("paused a.bin\n");
    assertThat(bob.good("show_downloads")).isEqualTo("[P] [photos] a.bin  25%  paused\n");
    assertThat(bob.good("resume_download photos a.bin")).isEqualTo("resumed a.bin\n");
    assertThat(bob.good("explain a.bin").lines())
        .containsExactly(
            "[D] [photos] a.bin  " + RUNNING.strip(),
            "  no source is online; it goes on when one comes back",
            "  source alice  127.0.0.1:7501  does not answer  has 7 pieces  sent 0 B  0 B/s"
                + "  1 bad piece");
    assertThat(bob.good("cancel_download a.bin")).isEqualTo("cancelled a.bin\n");
    assertThat(bob.bad("cancel_download a.bin"))
        .isEqualTo(
            "error: no download of a.bin is known; show_downloads shows the transfers there are\n");
  }

  @Test
  void aFileOfSeveralGroupsNeedsItsGroup() {
    bob.good("download_file photos a.bin x; download_file films a.bin y");
    assertThat(bob.bad("pause_download a.bin"))
        .isEqualTo(
            "error: a.bin is downloaded from several groups (films, photos); write GROUP FILE\n");
    bob.good("pause_download FILMS a.bin");
    assertThat(bob.good("show_downloads"))
        .isEqualTo("[P] [films] a.bin  25%  paused\n[D] [photos] a.bin  " + RUNNING);
  }

  @Test
  void aFileForSeveralPlacesNeedsItsId() {
    bob.good("download_file photos a.bin x; download_file photos a.bin y");
    assertThat(bob.bad("pause_download photos a.bin"))
        .contains("write one of these ids instead: t2 to " + bob.home().resolve("y"), "t1 to ");
    assertThat(bob.good("pause_download t1")).isEqualTo("paused a.bin\n");
  }

  @Test
  void anExistingFileIsReplacedOnlyWhenAsked() throws IOException {
    Files.createFile(bob.home().resolve("x"));
    assertThat(bob.bad("download_file photos a.bin x"))
        .contains("exists; choose another DEST, or replace it with --force");
    bob.good("download_file photos a.bin x --force");
  }

  @Test
  void whatIsNotThereIsRefused() {
    assertThat(bob.bad("download_file photos none x")).contains("photos has no file none");
    assertThat(bob.bad("download_file photos a.bin nowhere/")).contains("there is no folder");
    assertThat(world.shell("carol").bad("download_file photos a.bin x")).contains("join_group");
    assertThat(world.shell().bad("show_downloads")).contains("log in with: login USER");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "download_file photos a.bin",
        "show_downloads x",
        "wait_downloads soon",
        "wait_downloads -1",
        "pause_download",
        "resume_download a b c",
        "cancel_download",
        "explain",
      })
  void wrongArgumentsAreExplained(String command) {
    assertThat(bob.bad(command)).contains("\nusage: ", "\nexample: ");
  }

  @Test
  void resultsAreAlsoJson() {
    TestShell shell = world.jsonShell();
    shell.good("login bob password");
    assertThat(shell.good("download_file photos a.bin x"))
        .startsWith("{\"transfer\":{\"transfer_id\":\"t1\"");
    assertThat(shell.good("show_downloads"))
        .contains("\"state\":\"TRANSFER_STATE_RUNNING\"", "\"eta_seconds\":\"90\"");
    assertThat(shell.good("explain a.bin")).contains("\"findings\":[\"no source");
    assertThat(shell.good("pause_download a.bin")).contains("TRANSFER_STATE_PAUSED");
    assertThat(shell.good("wait_downloads 5")).startsWith("{\"transfers\":[{");
    assertThat(shell.good("cancel_download a.bin")).isEqualTo("{}\n");
    assertThat(shell.bad("explain a.bin")).contains("\"reason\":\"TRANSFER_NOT_FOUND\"");
  }
}
