package io.coterie.shell.app;

import io.coterie.shell.command.CommandRunner;
import io.coterie.shell.command.CommandTable;
import io.coterie.shell.command.Ending;
import io.coterie.shell.command.FirstContact;
import io.coterie.shell.command.LocalPaths;
import io.coterie.shell.command.Patience;
import io.coterie.shell.command.ShellContext;
import io.coterie.shell.render.JsonPrinter;
import io.coterie.shell.render.Printer;
import io.coterie.shell.render.Progress;
import io.coterie.shell.render.TextPrinter;
import io.coterie.shell.repl.Farewell;
import io.coterie.shell.repl.InputPasswords;
import io.coterie.shell.repl.ScriptLoop;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A shell that runs a script. */
final class Script {
  private final ShellOptions options;
  private final BufferedReader input =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  private final Printer printer;

  Script(ShellOptions options, PrintStream out, PrintStream err) {
    this.options = options;
    printer = options.json ? new JsonPrinter(out, err) : new TextPrinter(out, err);
  }

  /** Runs the commands of {@code -c}, or those on standard input; returns whether all succeeded. */
  boolean run(Connections connections, CommandTable commands) throws IOException {
    Ending ending = new Ending();
    ShellContext shell =
        new ShellContext(
            connections.control(),
            connections.tracker(),
            Patience.NONE,
            FirstContact.NONE,
            printer,
            Progress.NONE,
            new InputPasswords(input),
            LocalPaths.ofProcess(),
            commands,
            ending);
    CommandRunner runner = new CommandRunner(shell);
    ScriptLoop loop = new ScriptLoop(runner, ending, printer, options.keepGoing);
    boolean good =
        options.commands().isPresent() ? loop.run(options.commands().get()) : loop.run(input);
    if (connections.endsPeer()) {
      Farewell.say(shell);
    }
    return good;
  }
}
