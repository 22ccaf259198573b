package io.coterie.shell.repl.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.coterie.peer.v1.Notice;
import io.coterie.peer.v1.TransferState;
import io.coterie.peer.v1.WatchEventsResponse;
import io.coterie.shell.app.AllCommands;
import io.coterie.shell.command.Introduction;
import io.coterie.shell.command.LocalPaths;
import io.coterie.shell.testing.TestShell;
import io.coterie.shell.testing.World;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TerminalShellTest {
  private static final int SECONDS = 30;

  @TempDir Path folder;
  private World world;
  private TestShell alice;
  private Terminal terminal;
  private PipedOutputStream keyboard;
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private CompletableFuture<Void> running;

  @BeforeEach
  void begin() throws IOException {
    world = new World(folder);
    alice = world.shell("alice");
    alice.good("create_group photos");
    keyboard = new PipedOutputStream();
    terminal =
        new DumbTerminal(
            "test", "dumb", new PipedInputStream(keyboard), screen, StandardCharsets.UTF_8);
    running = start(alice, false);
    await().until(() -> shown().contains("alice> "));
    await().until(() -> alice.peer().watchers() > 0);
  }

  @AfterEach
  void end() throws Exception {
    keyboard.close();
    running.get(SECONDS, TimeUnit.SECONDS);
    terminal.close();
    world.close();
  }

  private CompletableFuture<Void> start(TestShell shell, boolean json) {
    TerminalShell interactive =
        new TerminalShell(
            shell.control(),
            shell.tracker(),
            new Acquainted(),
            new LocalPaths(shell.home(), shell.home()),
            AllCommands.table(),
            new TerminalShell.Settings(history(), true, json, true));
    return CompletableFuture.runAsync(
        () -> {
          try {
            interactive.run(terminal);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** The trackers are known already. */
  private static final class Acquainted implements Introduction {
    @Override
    public Optional<Offer> offer() {
      return Optional.empty();
    }

    @Override
    public void accept(Offer offer) {
      throw new AssertionError("nothing was offered");
    }
  }

  private Path history() {
    return folder.resolve("made/history");
  }

  private void type(String keys) throws IOException {
    keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  private String shown() {
    return screen.toString(StandardCharsets.UTF_8);
  }

  private void awaitShown(String text) {
    await().untilAsserted(() -> assertThat(shown()).contains(text));
  }

  private void awaitEnd() throws Exception {
    running.get(SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void runsCommandsAndShowsTables() throws Exception {
    type("list_groups; frobnicate; trackers\n");
    awaitShown("GROUP   OWNER  MEMBERS  YOU");
    awaitShown("photos  alice        1  owner");
    awaitShown("there is no command \"frobnicate\"");
    type("list_groups 'open\nquit\n");
    awaitShown("a single quote (') is not closed");
    awaitEnd();
    assertThat(shown()).doesNotContain("TRACKER");
  }

  @Test
  void asksForPasswordsAndKeepsThemToItself() throws Exception {
    type("logout\ncreate_user bob\n");
    awaitShown("password for bob: ");
    type("s3cret-word\n");
    awaitShown("the same again: ");
    type("s4cret-word\n");
    awaitShown("the two passwords differ");
    type("create_user bob s3cret-word\nlogin bob\ns3cret-word\n");
    awaitShown("logged in as bob");
    awaitShown("bob> ");
    type("exit\n");
    awaitEnd();
    assertThat(Files.readString(history()))
        .contains("create_user bob", "login bob")
        .doesNotContain("s3cret", "s4cret");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history())))
        .isEqualTo("rw-------");
  }

  @Test
  void showsNewsAbovePromptsAndMakesThemHarmless() throws Exception {
    Notice notice = Notice.newBuilder().setText("bob\u001b[2J asks to join photos").build();
    alice.peer().tell(WatchEventsResponse.newBuilder().setNotice(notice).build());
    awaitShown("bob\\u{1b}[2J asks to join photos");
    world.deployment().share("photos", "alice", "a.bin", 2048);
    type("download_file photos a.bin x\n");
    awaitShown("queued a.bin to ");
    alice.peer().set("a.bin", TransferState.TRANSFER_STATE_COMPLETE, "");
    awaitShown("[C] [photos] a.bin");
  }

  @Test
  void controlCCancelsTheCommandOnly() throws Exception {
    world.deployment().share("photos", "alice", "a.bin", 2048);
    type("download_file photos a.bin x; wait_downloads\n");
    awaitShown("queued a.bin to ");
    await()
        .until(
            () -> {
              terminal.raise(Signal.INT);
              return shown().contains("cancelled");
            });
    type("list_groups\n");
    awaitShown("photos  alice        1  owner");
  }

  @Test
  void controlDEndsTheShellAndNamesWhatIsKept() throws Exception {
    world.deployment().share("photos", "alice", "a.bin", 2048);
    type("download_file photos a.bin x\n");
    awaitShown("queued a.bin to ");
    keyboard.close();
    awaitEnd();
    awaitShown("1 partial download kept for your next login:");
    awaitShown("[D] [photos] a.bin  25%");
  }

  @Test
  void keepsTryingUntilATrackerAnswers() throws Exception {
    int before = world.deployment().requestIds().size();
    world.deployment().failNext(1);
    type("create_group films\n");
    awaitShown("no tracker answered: 127.0.0.1:7401 (connection refused)");
    awaitShown("trying again until a tracker answers; Ctrl-C stops");
    awaitShown("group films created");
    List<String> ids = world.deployment().requestIds();
    assertThat(Set.copyOf(ids.subList(before, ids.size()))).hasSize(1);
  }

  @Test
  void givesUpTryingOnControlC() throws Exception {
    world.deployment().failNext(Integer.MAX_VALUE);
    type("create_group films\n");
    awaitShown("trying again");
    await()
        .until(
            () -> {
              terminal.raise(Signal.INT);
              return shown().contains("cancelled; no tracker answers");
            });
  }

  @Test
  void printsJsonWhenAsked() throws Exception {
    type("quit\n");
    awaitEnd();
    running = start(alice, true);
    type("list_groups\n");
    awaitShown("{\"groups\":[{\"name\":\"photos\"");
  }
}
