package io.coterie.shell.app;

import io.coterie.peer.app.PeerSettings;
import io.coterie.peer.app.PeerStartException;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.log.ProcessLog;
import io.coterie.rpc.operations.OperationsSettings;
import io.coterie.rpc.spelling.Options;
import io.coterie.rpc.trackers.TrackerInfoException;
import io.coterie.shell.command.CommandTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Starts a shell. Ends with 0 when every command succeeded, 1 when one failed, and 2 when the shell
 * was called wrongly or could not start.
 */
public final class ShellMain {
  private static final int GOOD = 0;
  private static final int FAILED = 1;
  private static final int NOT_STARTED = 2;

  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> environment;

  /**
   * A shell that has not started.
   *
   * @param out takes results
   * @param err takes errors
   * @param environment the variables that the shell heeds, such as COTERIE_HOME
   */
  public ShellMain(PrintStream out, PrintStream err, Map<String, String> environment) {
    this.out = out;
    this.err = err;
    this.environment = environment;
  }

  /** See {@code shell --help}. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(new ShellMain(out, err, System.getenv()).run(args));
  }

  /** Runs to the end and returns the exit code. */
  public int run(String... args) {
    ProcessLog.start();
    ShellOptions options = new ShellOptions();
    CommandLine parser = new CommandLine(options).setExpandAtFiles(false);
    try {
      parser.parseArgs(args);
    } catch (ParameterException e) {
      return notStarted(
          e.getMessage() + Options.hint(e) + "; shell --help shows how the shell is started");
    }
    if (CommandLine.printHelpIfRequested(parser.getParseResult())) {
      return GOOD;
    }
    try {
      return run(options);
    } catch (PeerStartException | TrackerInfoException | Refusal | IOException e) {
      return notStarted(String.valueOf(e.getMessage()));
    }
  }

  private int run(ShellOptions options) throws IOException {
    PeerSettings settings =
        PeerSettings.parse(
            options.address,
            options.trackerInfo,
            options.advertise(),
            options.caFile(),
            OperationsSettings.NONE,
            environment);
    CommandTable commands = AllCommands.table();
    if (options.daemon) {
      // Its own peer would say where the log goes.
      ProcessLog.toFile(settings.coterieHome().resolve("shell"), "shell");
    }
    try (Connections connections = Connections.open(settings, options.daemon)) {
      Thread atExit = new Thread(connections::close, "shell-exit");
      Runtime.getRuntime().addShutdownHook(atExit);
      if (options.commands().isEmpty() && TerminalMode.possible()) {
        TerminalMode.run(options, connections, commands, settings.coterieHome(), environment);
        return GOOD;
      }
      return new Script(options, out, err).run(connections, commands) ? GOOD : FAILED;
    }
  }

  private int notStarted(String why) {
    err.println("shell: " + why);
    return NOT_STARTED;
  }
}
