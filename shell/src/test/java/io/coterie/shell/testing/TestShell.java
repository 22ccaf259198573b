package io.coterie.shell.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.auth.ControlFile;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.trackers.TrackerState;
import io.coterie.rpc.trackers.TrackerState.Condition;
import io.coterie.shell.app.AllCommands;
import io.coterie.shell.command.CommandRunner;
import io.coterie.shell.command.ControlClient;
import io.coterie.shell.command.Ending;
import io.coterie.shell.command.FirstContact;
import io.coterie.shell.command.LocalPaths;
import io.coterie.shell.command.Patience;
import io.coterie.shell.command.ShellContext;
import io.coterie.shell.command.TrackerClient;
import io.coterie.shell.command.TrackerSurvey;
import io.coterie.shell.render.JsonPrinter;
import io.coterie.shell.render.Printer;
import io.coterie.shell.render.Progress;
import io.coterie.shell.render.TextPrinter;
import io.coterie.shell.repl.InputPasswords;
import io.coterie.shell.repl.ScriptLoop;
import io.grpc.Channel;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A shell that runs commands of a test and keeps what they print. */
public final class TestShell {
  private final MemoryPeer peer;
  private final Channel control;
  private final Channel trackers;
  private final Path home;
  private final boolean json;
  private Patience patience = Patience.NONE;

  TestShell(MemoryPeer peer, Channel control, Channel trackers, Path home, boolean json) {
    this.peer = peer;
    this.control = control;
    this.trackers = trackers;
    this.home = home;
    this.json = json;
  }

  /**
   * What commands did.
   *
   * @param good whether all of them succeeded
   * @param out what they printed as results
   * @param err what they printed besides
   */
  public record Result(boolean good, String out, String err) {}

  /** The peer that the shell controls. */
  public MemoryPeer peer() {
    return peer;
  }

  /** Where relative paths start, and where the peer keeps its files. */
  public Path home() {
    return home;
  }

  /** The client of the peer. */
  public ControlClient control() {
    return new ControlClient(control, home.resolve("control"));
  }

  /** The client of the trackers. */
  public TrackerClient tracker() {
    return new TrackerClient(trackers, new Survey(), control());
  }

  /** The way to the trackers. */
  public Channel trackers() {
    return trackers;
  }

  /** Lets calls that reach no tracker be tried this often. */
  public void tries(int most) {
    patience = (Failure failure, int tries) -> tries < most;
  }

  /** Runs commands that must succeed, and returns what they printed. */
  public String good(String commands) {
    Result result = run(commands);
    assertThat(result.err()).isEmpty();
    assertThat(result.good()).isTrue();
    return result.out();
  }

  /** Runs commands of which one must fail, and returns what it complained of. */
  public String bad(String commands) {
    Result result = run(commands);
    assertThat(result.good()).isFalse();
    assertThat(result.err()).isNotEmpty();
    return result.err();
  }

  /** Runs commands as {@code -c} does. */
  public Result run(String commands) {
    return run(commands, "", false);
  }

  /** Runs commands as {@code -c} does, with this as standard input. */
  public Result run(String commands, String input, boolean keepGoing) {
    return loop(new BufferedReader(new StringReader(input)), commands, keepGoing);
  }

  /** Runs a script as one on standard input. */
  public Result script(String script, boolean keepGoing) {
    return loop(new BufferedReader(new StringReader(script)), null, keepGoing);
  }

  private Result loop(
      BufferedReader input, @org.jspecify.annotations.Nullable String commands, boolean keepGoing) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Printer printer = printer(stream(out), stream(err));
    ShellContext shell =
        new ShellContext(
            control(),
            tracker(),
            patience,
            FirstContact.NONE,
            printer,
            Progress.NONE,
            new InputPasswords(input),
            new LocalPaths(home, home.resolve("~")),
            AllCommands.table(),
            new Ending());
    ScriptLoop loop = new ScriptLoop(new CommandRunner(shell), shell.ending(), printer, keepGoing);
    try {
      boolean good = commands == null ? loop.run(input) : loop.run(commands);
      return new Result(
          good, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Printer printer(PrintStream out, PrintStream err) {
    return json ? new JsonPrinter(out, err) : new TextPrinter(out, err);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  /** Writes the file by which {@code credentials} finds the control service. */
  public void writeControlFile() throws IOException {
    new ControlFile(4711, "control-secret", home.resolve("control.crt"))
        .write(home.resolve("control"));
  }

  private static final class Survey implements TrackerSurvey {
    @Override
    public List<TrackerState> known() {
      return List.of(
          new TrackerState(
              new HostPort("127.0.0.1", 7401),
              Condition.FAILING,
              false,
              Optional.empty(),
              Optional.of("connection refused")),
          new TrackerState(
              new HostPort("127.0.0.1", 7402),
              Condition.ANSWERING,
              true,
              Optional.of(Duration.ofMillis(12)),
              Optional.empty()));
    }

    @Override
    public List<TrackerState> ask() {
      return known();
    }
  }
}
