package io.coterie.tracker.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.log.ProcessLog;
import io.coterie.rpc.operations.OperationsException;
import io.coterie.rpc.spelling.Options;
import java.io.PrintWriter;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Starts a tracker, or does what its operator asks for; see {@link TrackerCommand}. */
public final class TrackerMain {

  /** All went well. */
  static final int OK = 0;

  /** It was started and failed. */
  static final int FAILED = 1;

  /** It was not used rightly, or cannot start. */
  static final int UNUSABLE = 2;

  private static final Logger log = LoggerFactory.getLogger(TrackerMain.class);

  private TrackerMain() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String... arguments) {
    ProcessLog.start();
    ProcessLog.warningsToTerminal("tracker");
    int code =
        run(
            System.getenv(),
            new PrintWriter(System.out, true, UTF_8),
            new PrintWriter(System.err, true, UTF_8),
            arguments);
    ProcessLog.end();
    System.exit(code);
  }

  /** Runs the command and returns its exit code. */
  static int run(
      Map<String, String> environment, PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new TrackerCommand(environment))
        .addSubcommand(new SuspendCommand(environment))
        .addSubcommand(new UnsuspendCommand(environment))
        .addSubcommand(new MigrateCommand(environment))
        .addSubcommand(new BackupCommand(environment))
        .addSubcommand(new RestoreCommand(environment))
        .addSubcommand(new CopyCommand(environment))
        .addSubcommand(new ForgetKeysCommand(environment))
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(TrackerMain::misused)
        .setExecutionExceptionHandler(TrackerMain::failed)
        .execute(arguments);
  }

  private static int misused(ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    say(
        command.getErr(),
        problem.getMessage()
            + Options.hint(problem)
            + "; see "
            + command.getCommandSpec().qualifiedName()
            + " --help");
    return UNUSABLE;
  }

  private static int failed(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    if (failure instanceof StartException || failure instanceof OperationsException) {
      say(command.getErr(), String.valueOf(failure.getMessage()));
      return UNUSABLE;
    }
    if (failure instanceof Refusal) {
      say(command.getErr(), String.valueOf(failure.getMessage()));
      return FAILED;
    }
    log.error("the tracker failed", failure);
    return FAILED;
  }

  private static void say(PrintWriter err, String message) {
    err.println("tracker: " + message.replaceAll("\\s*\\R\\s*", " "));
  }
}
