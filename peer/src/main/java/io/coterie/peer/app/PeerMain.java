package io.coterie.peer.app;

import io.coterie.rpc.log.ProcessLog;
import io.coterie.rpc.operations.OperationsException;
import io.coterie.rpc.operations.OperationsOptions;
import io.coterie.rpc.spelling.Options;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Runs a peer as a daemon, until it is terminated. */
@Command(
    name = "peer",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Runs a peer as a daemon; a shell controls it (shell HOST:PORT FILE --peer).")
public final class PeerMain implements Callable<Integer> {
  /** It was not used rightly, or cannot start. */
  static final int UNUSABLE = 2;

  @Parameters(
      index = "0",
      paramLabel = "HOST:PORT",
      description = "where other peers reach this one")
  private String listen;

  @Parameters(
      index = "1",
      paramLabel = "TRACKERINFO",
      description = "the file that names the trackers")
  private Path trackerInfo;

  @Option(
      names = "--advertise",
      paramLabel = "HOST:PORT",
      description = "what other peers are told to dial, when that is another address")
  private @Nullable String advertise;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "the certificate authority of the deployment (PEM)")
  private @Nullable Path caFile;

  @Mixin private OperationsOptions operations = new OperationsOptions();

  private final Map<String, String> environment;

  private PeerMain(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Runs the peer and ends the process with its exit code. */
  public static void main(String... arguments) {
    int code = command(System.getenv()).execute(arguments);
    ProcessLog.end();
    System.exit(code);
  }

  /** The command, to be executed in this environment. */
  static CommandLine command(Map<String, String> environment) {
    return new CommandLine(new PeerMain(environment))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(PeerMain::misused)
        .setExecutionExceptionHandler(PeerMain::failed);
  }

  @Override
  public Integer call() throws InterruptedException {
    PeerSettings settings =
        PeerSettings.parse(
            listen,
            trackerInfo,
            Optional.ofNullable(advertise),
            Optional.ofNullable(caFile),
            operations.settings(environment),
            environment);
    PeerProcess peer = PeerProcess.start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(peer), "stop"));
    if (!settings.operations().logsJson()) {
      ProcessLog.warningsToTerminal("peer");
      System.out.println("peer ready on " + peer.listening());
    }
    new CountDownLatch(1).await();
    return CommandLine.ExitCode.OK;
  }

  /** Ends the process with an exit code that tells whether all went well; a signal has none. */
  private static void stop(PeerProcess peer) {
    int exitCode = CommandLine.ExitCode.OK;
    try {
      peer.close();
      LoggerFactory.getLogger(PeerMain.class).info("stopped");
    } catch (RuntimeException e) {
      LoggerFactory.getLogger(PeerMain.class).error("the peer did not stop cleanly", e);
      exitCode = CommandLine.ExitCode.SOFTWARE;
    }
    ProcessLog.end();
    Runtime.getRuntime().halt(exitCode);
  }

  private static int misused(ParameterException problem, String[] arguments) {
    say(
        problem.getCommandLine().getErr(),
        problem.getMessage()
            + Options.hint(problem)
            + "; usage: peer HOST:PORT trackerinfo.txt [--advertise HOST:PORT]"
            + " [--ca FILE] [--health HOST:PORT] [--metrics HOST:PORT] [--log text|json]");
    return UNUSABLE;
  }

  private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (failure instanceof PeerStartException || failure instanceof OperationsException) {
      say(command.getErr(), String.valueOf(failure.getMessage()));
      return UNUSABLE;
    }
    throw failure;
  }

  private static void say(PrintWriter err, String message) {
    err.println("peer: " + message.replaceAll("\\s*\\R\\s*", " "));
  }
}
