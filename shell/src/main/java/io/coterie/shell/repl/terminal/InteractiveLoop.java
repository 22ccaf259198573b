package io.coterie.shell.repl.terminal;

import io.coterie.peer.v1.GetStatusRequest;
import io.coterie.peer.v1.GetStatusResponse;
import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.CommandRunner;
import io.coterie.shell.command.ShellContext;
import io.coterie.shell.render.Problem;
import io.coterie.shell.repl.SyntaxException;
import io.coterie.shell.repl.Tokenizer;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;

/** Reads commands from somebody at a terminal and runs them, until they leave. */
final class InteractiveLoop {
  /** How long a prompt waits for the name in it. */
  private static final long PROMPT_MILLIS = 1_000;

  private final LineReader reader;
  private final ShellContext shell;
  private final CommandRunner runner;
  private final Interrupts interrupts = new Interrupts();

  InteractiveLoop(LineReader reader, ShellContext shell) {
    this.reader = reader;
    this.shell = shell;
    runner = new CommandRunner(shell);
    Terminal terminal = reader.getTerminal();
    terminal.handle(Signal.INT, signal -> interrupts.interrupt());
    Attributes attributes = terminal.getAttributes();
    // Otherwise "^C" stands before the message that the command was cancelled.
    attributes.setLocalFlag(LocalFlag.ECHOCTL, false);
    terminal.setAttributes(attributes);
  }

  /** Runs until {@code quit}, {@code exit} or Ctrl-D. */
  void run() {
    boolean unused = shell.firstContact().confirmed();
    Optional<String> line = read();
    while (line.isPresent()) {
      run(line.get());
      line = shell.ending().requested() ? Optional.empty() : read();
    }
  }

  /** The next line; empty at the end of input. Ctrl-C throws away what was typed. */
  private Optional<String> read() {
    try {
      return Optional.of(reader.readLine(prompt()));
    } catch (UserInterruptException e) {
      return Optional.of("");
    } catch (EndOfFileException e) {
      return Optional.empty();
    }
  }

  private void run(String line) {
    List<List<String>> commands;
    try {
      commands = Tokenizer.commands(line);
    } catch (SyntaxException e) {
      shell.printer().problem(Problem.usage(e.message(), List.of()));
      return;
    }
    interrupts.during(
        () -> {
          for (List<String> words : commands) {
            if (!runner.run(words) || shell.ending().requested()) {
              return;
            }
          }
        });
  }

  private String prompt() {
    try {
      GetStatusResponse status =
          shell
              .control()
              .calls()
              .withDeadlineAfter(PROMPT_MILLIS, TimeUnit.MILLISECONDS)
              .getStatus(GetStatusRequest.getDefaultInstance());
      return (status.getUser().isEmpty() ? "coterie" : Names.display(status.getUser())) + "> ";
    } catch (StatusRuntimeException e) {
      // Commands will say what is wrong with the peer.
      return "coterie> ";
    }
  }
}
