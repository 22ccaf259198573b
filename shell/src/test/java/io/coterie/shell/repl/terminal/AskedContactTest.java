package io.coterie.shell.repl.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.shell.app.AllCommands;
import io.coterie.shell.command.Introduction;
import io.coterie.shell.command.LocalPaths;
import io.coterie.shell.command.TrackerClient;
import io.coterie.shell.testing.TestShell;
import io.coterie.shell.testing.World;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody at a terminal meets trackers of which nothing is known. */
final class AskedContactTest {
  private static final String FINGERPRINT = "0123456789abcdef".repeat(4);
  private static final String QUESTION = "trust it from now on? (yes/no) ";

  @TempDir Path folder;
  private World world;
  private TestShell alice;
  private final Trackers trackers = new Trackers();
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
    TerminalShell shell =
        new TerminalShell(
            alice.control(),
            new TrackerClient(trackers, alice.tracker().survey(), alice.control()),
            trackers,
            new LocalPaths(alice.home(), alice.home()),
            AllCommands.table(),
            new TerminalShell.Settings(folder.resolve("history"), false, false, false));
    running =
        CompletableFuture.runAsync(
            () -> {
              try {
                shell.run(terminal);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  @AfterEach
  void end() throws Exception {
    keyboard.close();
    running.get(30, TimeUnit.SECONDS);
    terminal.close();
    world.close();
  }

  private void type(String keys) throws IOException {
    keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  private void awaitShown(String text) {
    awaitShown(text, 1);
  }

  private void awaitShown(String text, int times) {
    await()
        .untilAsserted(
            () ->
                assertThat(screen.toString(StandardCharsets.UTF_8).split(Pattern.quote(text), -1))
                    .hasSizeGreaterThan(times));
  }

  @Test
  void isAskedOnceBeforeTheFirstCommand() throws Exception {
    awaitShown(QUESTION);
    assertThat(screen.toString(StandardCharsets.UTF_8)).contains("  " + FINGERPRINT);
    type("yes\nlist_groups\nquit\n");
    awaitShown("photos  alice        1  owner");
    running.get(30, TimeUnit.SECONDS);
    assertThat(screen.toString(StandardCharsets.UTF_8)).containsOnlyOnce("trust it from now on");
    assertThat(Files.readString(folder.resolve("history"))).doesNotContain("yes");
  }

  @Test
  void onlyYesIsYesAndTheQuestionComesBackWhenItMatters() throws Exception {
    awaitShown(QUESTION);
    type("y\n");
    awaitShown("type yes or no");
    assertThat(trackers.accepted).isFalse();
    type("no\n");
    awaitShown("not trusted; you are asked again");
    type("list_groups\n");
    awaitShown(QUESTION, 3);
    type("no\n");
    awaitShown("no certificate authority to trust");
    type("list_groups\n");
    awaitShown(QUESTION, 4);
    type("yes\n");
    awaitShown("photos  alice        1  owner");
  }

  @Test
  void anAuthorityThatChangesMeanwhileIsRefused() throws Exception {
    trackers.changed = true;
    awaitShown(QUESTION);
    type("yes\nlist_groups\n");
    awaitShown("shows another authority");
    assertThat(trackers.accepted).isFalse();
  }

  /** Lets nobody call before it is accepted. */
  private final class Trackers extends Channel implements Introduction {
    volatile boolean accepted;
    volatile boolean changed;

    @Override
    public Optional<Offer> offer() {
      return accepted
          ? Optional.empty()
          : Optional.of(new Offer(new HostPort("tracker.example", 7401), FINGERPRINT));
    }

    @Override
    public void accept(Offer offer) {
      if (changed) {
        throw refusal("tracker.example:7401 shows another authority");
      }
      accepted = true;
    }

    @Override
    public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
      if (!accepted) {
        throw refusal("no certificate authority to trust");
      }
      return alice.trackers().newCall(method, options);
    }

    @Override
    public String authority() {
      return "trackers";
    }
  }

  private static Refusal refusal(String message) {
    return new Refusal(ErrorReason.ERROR_REASON_TRACKER_NOT_TRUSTED, message);
  }
}
